using AtlasHa.Catalog.Model.Errors;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Errors;

/// <summary>Answers to operators' requests that are refused.</summary>
internal static class ControlProblems
{
    public const string NotReachable = "ATLASHA-503-010";

    public static Task RefusedAsync(HttpContext context, SwitchoverRefusedException refused)
    {
        var (status, code) = CodeOf(refused.Refusal);
        return ErrorBody.WriteAsync(context, status, new AtlasError { ErrorCode = code, ErrorMessage = refused.Message });
    }

    public static Task UnavailableAsync(HttpContext context, TimeSpan retryAfter, ControlUnavailableException unavailable)
        => Problems.UnavailableAsync(context, retryAfter, unavailable.NobodyActive ? Problems.NoActiveInstance : NotReachable, unavailable.Message);

    internal static (int Status, string Code) CodeOf(SwitchoverRefusal refusal) => refusal switch
    {
        SwitchoverRefusal.UnknownCandidate => (StatusCodes.Status404NotFound, "ATLASHA-404-001"),
        SwitchoverRefusal.CandidateDown => (StatusCodes.Status409Conflict, "ATLASHA-409-001"),
        SwitchoverRefusal.CandidateExcluded => (StatusCodes.Status409Conflict, "ATLASHA-409-002"),
        SwitchoverRefusal.CandidateNotReady => (StatusCodes.Status409Conflict, "ATLASHA-409-003"),
        SwitchoverRefusal.AlreadyActive => (StatusCodes.Status409Conflict, "ATLASHA-409-004"),
        SwitchoverRefusal.NoOtherInstance => (StatusCodes.Status409Conflict, "ATLASHA-409-005"),
        SwitchoverRefusal.PausedWithoutCandidate => (StatusCodes.Status409Conflict, "ATLASHA-409-006"),
        SwitchoverRefusal.AnotherPending => (StatusCodes.Status409Conflict, "ATLASHA-409-007"),
        SwitchoverRefusal.GivenUp => (StatusCodes.Status409Conflict, "ATLASHA-409-008"),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
    };
}
