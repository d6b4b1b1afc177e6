using Orleans;

namespace AtlasHa.Catalog.Model.Errors;

/// <summary>A request that the catalogue refuses, with the code that Atlas has for it. Crosses grain calls whole.</summary>
[GenerateSerializer]
public sealed class AtlasException : Exception
{
    public AtlasException(AtlasErrorCode code, params object?[] args)
        : base(code.Format(args)) => Code = code;

    public AtlasException(AtlasErrorCode code, Exception cause, params object?[] args)
        : base(code.Format(args), cause) => Code = code;

    [Id(0)]
    public AtlasErrorCode Code { get; private set; }

    public AtlasError ToError() => new() { ErrorCode = Code.Code, ErrorMessage = Message, ErrorCause = InnerException?.Message };
}
