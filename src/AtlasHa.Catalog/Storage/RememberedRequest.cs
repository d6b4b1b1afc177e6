namespace AtlasHa.Catalog.Storage;

/// <summary>A write request that was carried out, with its answer: whoever repeats it gets that answer and changes nothing.</summary>
/// <param name="User">Who made the request; ids of different users have nothing to do with each other.</param>
/// <param name="RequestId">The client's id.</param>
/// <param name="Kind">The operation, for messages.</param>
/// <param name="Fingerprint">Tells a repeat from another request under the same id; the store does not look into it.</param>
/// <param name="Epoch">The term that carried it out.</param>
/// <param name="Answer">UTF-8 JSON owned by the catalogue; the store does not look into it.</param>
public sealed record RememberedRequest(string User, string RequestId, string Kind, string Fingerprint, long Epoch, byte[] Answer)
{
    public RequestName Name => new(User, RequestId);
}
