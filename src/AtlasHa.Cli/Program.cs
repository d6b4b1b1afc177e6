using AtlasHa.Cli;

return await CliApp.RunAsync(args, Terminal.ForProcess(), CancellationToken.None);
