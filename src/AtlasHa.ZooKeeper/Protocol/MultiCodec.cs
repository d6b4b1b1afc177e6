namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>
/// The body of a transaction: before each part a header {type int, done bool, err int}, after the last {-1, true, -1}.
/// On failure the reply header still says Ok; the results tell which part failed.
/// </summary>
internal static class MultiCodec
{
    /// <summary>The paths come from <paramref name="serverPaths"/>, one for each operation.</summary>
    public static void Write(
        JuteWriter writer, IReadOnlyList<Operation> operations, IReadOnlyList<string> serverPaths, IReadOnlyList<Acl> defaultAcls)
    {
        foreach (var (operation, path) in operations.Zip(serverPaths))
        {
            switch (operation)
            {
                case Operation.Create create:
                    WriteHeader(writer, Bodies.CreateOpCode(create.Mode), done: false);
                    Bodies.WriteCreate(writer, path, create.Data.Span, create.Acls ?? defaultAcls, create.Mode, ttl: null);
                    break;
                case Operation.Delete delete:
                    WriteHeader(writer, OpCode.Delete, done: false);
                    Bodies.WritePathAndVersion(writer, path, delete.Version);
                    break;
                case Operation.SetData setData:
                    WriteHeader(writer, OpCode.SetData, done: false);
                    Bodies.WriteSetData(writer, path, setData.Data.Span, setData.Version);
                    break;
                case Operation.Check check:
                    WriteHeader(writer, OpCode.Check, done: false);
                    Bodies.WritePathAndVersion(writer, path, check.Version);
                    break;
                default:
                    throw new ArgumentException($"{operation.GetType().Name} cannot be part of a transaction", nameof(operations));
            }
        }
        WriteHeader(writer, OpCode.Error, done: true);
    }

    public static MultiReply Read(ref JuteReader reader, int operationCount)
    {
        var results = new List<OperationResult>(operationCount);
        (int Index, ErrorCode Code)? failure = null;
        for (var index = 0; ; index++)
        {
            var type = (OpCode)reader.ReadInt();
            var done = reader.ReadBool();
            reader.ReadInt();
            if (done)
                break;
            if (index >= operationCount)
                throw new ProtocolViolationException($"a transaction of {operationCount} operations got more results than that");
            switch (type)
            {
                case OpCode.Create:
                    results.Add(new(reader.ReadRequiredString(), null));
                    break;
                case OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl:
                    results.Add(new(reader.ReadRequiredString(), Replies.ReadStat(ref reader)));
                    break;
                case OpCode.SetData:
                    results.Add(new(null, Replies.ReadStat(ref reader)));
                    break;
                case OpCode.Delete or OpCode.Check:
                    results.Add(new(null, null));
                    break;
                case OpCode.Error:
                    // RuntimeInconsistency marks the operations after the one that failed by itself; Ok those before it.
                    var code = (ErrorCode)reader.ReadInt();
                    if (failure is null && code is not (ErrorCode.Ok or ErrorCode.RuntimeInconsistency))
                        failure = (index, code);
                    results.Add(new(null, null));
                    break;
                default:
                    throw new ProtocolViolationException($"a transaction's result has the unknown type {(int)type}");
            }
        }
        if (failure is null && results.Count != operationCount)
            throw new ProtocolViolationException($"a transaction of {operationCount} operations got {results.Count} results");
        return new(results, failure);
    }

    private static void WriteHeader(JuteWriter writer, OpCode type, bool done)
    {
        writer.WriteInt((int)type);
        writer.WriteBool(done);
        writer.WriteInt(-1);
    }
}
