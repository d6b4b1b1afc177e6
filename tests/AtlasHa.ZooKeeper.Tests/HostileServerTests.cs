using System.Buffers.Binary;
using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

/// <summary>Bytes that no honest server sends: the connection goes, the request fails, the log says why.</summary>
public sealed class HostileServerTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData((4 * 1024 * 1024) + 1)]
    public async Task Connection_is_dropped_when_a_frame_claims_an_impossible_length(int length)
        => await ShouldBeDroppedAsync(
            async server =>
            {
                await server.ReadFrameAsync();
                await server.SendRawAsync(BigEndian(length));
            },
            $"a frame claims {length} bytes");

    [Theory]
    [InlineData(-2)]
    [InlineData(1_000_000)]
    [InlineData(int.MaxValue)]
    public async Task Connection_is_dropped_when_data_claims_more_bytes_than_the_frame_has(int length)
        => await ShouldBeDroppedAsync(server => server.AnswerAsync(BigEndian(length)), $"a buffer claims {length} bytes");

    [Fact]
    public async Task Connection_is_dropped_when_an_answer_ends_early()
        => await ShouldBeDroppedAsync(server => server.AnswerAsync([.. BigEndian(2), 1, 2, 0, 0]), "the frame ends early");

    [Fact]
    public async Task Connection_is_dropped_when_an_answer_has_no_whole_header()
        => await ShouldBeDroppedAsync(
            async server =>
            {
                await server.ReadFrameAsync();
                await server.SendFrameAsync([0, 0, 0]);
            },
            "the frame ends early");

    [Fact]
    public async Task Connection_is_dropped_when_an_answer_is_for_another_request()
        => await ShouldBeDroppedAsync(server => server.AnswerAsync([], xidOffset: 1), "an answer to request 2 where one to 1 was due");

    [Fact]
    public async Task Connection_is_dropped_when_an_answer_comes_without_a_request()
    {
        using var logs = new CapturedLogs();
        await using var server = ScriptedZooKeeperServer.Start(async connection =>
        {
            await connection.GrantSessionAsync(TimeSpan.FromSeconds(30));
            await connection.SendFrameAsync(new byte[16]);
            await connection.IgnoreUntilClosedAsync();
        });
        await using var client = New(server.ConnectString, loggers: logs, configure: options => options.CloseTimeout = TimeSpan.Zero);
        await Eventually.TrueAsync(
            "the violation is logged", () => logs.Text.Contains("an answer to request 0 where one to none was due", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(1_000_000)]
    public async Task Connection_is_dropped_when_a_child_list_claims_more_names_than_the_frame_has(int count)
        => await ShouldBeDroppedAsync(
            server => server.AnswerAsync(BigEndian(count)), $"a vector claims {count} elements", client => client.GetChildrenAsync("/a"));

    [Fact]
    public async Task Connection_is_dropped_when_a_name_is_not_text()
        => await ShouldBeDroppedAsync(
            server => server.AnswerAsync([.. BigEndian(1), .. BigEndian(2), 0xff, 0xfe]), "a string is not UTF-8", client => client.GetChildrenAsync("/a"));

    [Fact]
    public async Task Connection_is_dropped_when_a_transaction_has_more_results_than_operations()
        => await ShouldBeDroppedAsync(
            server => server.AnswerAsync([.. DeleteResult(), .. DeleteResult()]),
            "a transaction of 1 operations got more results",
            client => client.MultiAsync([new Operation.Delete("/a")]));

    [Fact]
    public async Task Client_never_counts_as_connected_when_the_server_is_read_only()
    {
        using var logs = new CapturedLogs();
        await using var server = ScriptedZooKeeperServer.Start(async connection =>
        {
            await connection.GrantSessionAsync(TimeSpan.FromSeconds(30), readOnly: true);
            await connection.IgnoreUntilClosedAsync();
        });
        await using var client = New(server.ConnectString, loggers: logs);
        await Eventually.TrueAsync("the refusal is logged", () => logs.Text.Contains("the server is read-only", StringComparison.Ordinal));
        client.State.ShouldBe(SessionState.Connecting);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task Handshake_is_dropped_when_its_answer_claims_an_impossible_length(int length)
    {
        using var logs = new CapturedLogs();
        await using var server = ScriptedZooKeeperServer.Start(async connection =>
        {
            await connection.ReadFrameAsync();
            await connection.SendRawAsync(BigEndian(length));
            await connection.IgnoreUntilClosedAsync();
        });
        await using var client = New(server.ConnectString, loggers: logs);
        await Eventually.TrueAsync("logged", () => logs.Text.Contains($"a frame claims {length} bytes", StringComparison.Ordinal));
        client.State.ShouldBe(SessionState.Connecting);
    }

    [Fact]
    public async Task Client_tries_the_next_server_when_one_accepts_and_never_speaks()
    {
        var connections = 0;
        await using var server = ScriptedZooKeeperServer.Start(connection =>
        {
            Interlocked.Increment(ref connections);
            return connection.IgnoreUntilClosedAsync();
        });
        await using var client = New(server.ConnectString, TimeSpan.FromMilliseconds(200));
        await Eventually.TrueAsync("it dials again", () => Volatile.Read(ref connections) > 1);
    }

    /// <summary>Plays the answer to the first request of the first connection; later connections work and stay idle.</summary>
    private static async Task ShouldBeDroppedAsync(
        Func<ScriptedConnection, Task> answer, string reason, Func<IZooKeeperClient, Task>? request = null)
    {
        using var logs = new CapturedLogs();
        var dropped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ScriptedZooKeeperServer.Start(async connection =>
        {
            await connection.GrantSessionAsync(TimeSpan.FromSeconds(30));
            if (connection.Number == 1)
                await answer(connection);
            await connection.IgnoreUntilClosedAsync();
            dropped.TrySetResult();
        });
        await using var client = New(server.ConnectString, loggers: logs, configure: options => options.CloseTimeout = TimeSpan.Zero);

        var failure = await Should.ThrowAsync<ZooKeeperException>(() => request is null ? client.GetDataAsync("/a") : request(client));

        failure.Code.ShouldBe(ErrorCode.ConnectionLoss);
        failure.Message.ShouldContain(reason);
        await Eventually.DoneAsync("the client hangs up", dropped.Task);
        await Eventually.TrueAsync(
            "the reason is logged",
            () => logs.Lines.Any(line => line.StartsWith("Error:", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal)));
    }

    private static byte[] DeleteResult() => [.. BigEndian(2), 0, .. BigEndian(0)];

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
