using AtlasHa.Catalog.Hooks;

namespace AtlasHa.Notifications.Messages;

/// <summary>What was found in a message.</summary>
internal abstract record HookMessage
{
    private HookMessage()
    {
    }

    /// <summary>A change, and who asks for it.</summary>
    public sealed record Whole(string User, HookChange Change) : HookMessage;

    /// <summary>Nothing to do, and why.</summary>
    public sealed record Nothing(string Reason) : HookMessage;

    /// <summary>One of several pieces.</summary>
    /// <param name="Id">The sender's id of the whole.</param>
    /// <param name="Index">From 0.</param>
    /// <param name="Count">Of all pieces.</param>
    /// <param name="Compressed">The pieces' Base64 text, put together, is a gzip file.</param>
    /// <param name="Text">This piece of the Base64 text.</param>
    public sealed record Piece(string Id, int Index, int Count, bool Compressed, string Text) : HookMessage;
}
