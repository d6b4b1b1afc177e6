using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>
/// Single entities in the form in which HTTP clients get them. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.
/// </summary>
public interface IEntityAnswers : IGrainWithStringKey
{
    /// <summary>
    /// The JSON of what <see cref="IEntities"/> answers to the same question. The active instance keeps it for the next one who asks over
    /// HTTP.
    /// </summary>
    Task<JsonAnswer> AnswerAsync(EntityQuestion question, CancellationToken cancellationToken = default);
}
