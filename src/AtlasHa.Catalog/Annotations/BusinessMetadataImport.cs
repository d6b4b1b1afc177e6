using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Annotations;

/// <summary>Sets business metadata line by line; a line that is refused says why in the answer.</summary>
internal sealed class BusinessMetadataImport(AnnotationWriter writer)
{
    private const char ValueSeparator = '|';

    private readonly BulkImportResponse _answer = new();
    private readonly BusinessMetadataEditor _editor = new(writer);

    public async ValueTask<BulkImportResponse> ApplyAsync(IReadOnlyList<BusinessMetadataLine> lines, CancellationToken cancellationToken)
    {
        Dictionary<BusinessMetadataLine, string> guids = await FindAsync(lines, cancellationToken).ConfigureAwait(false);
        await writer.LoadAsync([.. guids.Values], cancellationToken).ConfigureAwait(false);
        foreach (BusinessMetadataLine line in lines)
        {
            try
            {
                string guid = Apply(line, guids.GetValueOrDefault(line));
                _answer.SuccessImportInfoList.Add(Info(line, guid) with { ImportStatus = ImportStatus.Success });
            }
            catch (AtlasException refused)
            {
                string? where = guids.GetValueOrDefault(line) ?? line.Fields.ElementAtOrDefault(1);
                _answer.FailedImportInfoList.Add(Info(line, where) with { ImportStatus = ImportStatus.Failed, Remarks = refused.Message });
            }
        }

        return _answer;
    }

    private static ImportInfo Info(BusinessMetadataLine line, string? parent) =>
        new() { ParentObjectName = parent, ChildObjectName = line.Fields.ElementAtOrDefault(2), RowNumber = line.Number };

    // One look-up for all entities of a type that are named by the same attribute.
    private async ValueTask<Dictionary<BusinessMetadataLine, string>> FindAsync(
        IReadOnlyList<BusinessMetadataLine> lines, CancellationToken cancellationToken)
    {
        var guids = new Dictionary<BusinessMetadataLine, string>();
        foreach (var group in lines.Where(line => line.IsComplete).GroupBy(line => (line.TypeName, line.UniqueAttribute)))
        {
            if (!writer.Types.TryGet(group.Key.TypeName, out EntityType? type) || !type.UniqueAttributes.ContainsKey(group.Key.UniqueAttribute))
                continue;
            BusinessMetadataLine[] same = [.. group];
            Dictionary<string, string>[] sets = [.. same.Select(line => new Dictionary<string, string> { [line.UniqueAttribute] = line.UniqueValue })];
            IReadOnlyList<string?> found =
                await UniqueAttributeLookup.FindAsync(writer.Graph.Reader, type, sets, cancellationToken).ConfigureAwait(false);
            foreach ((BusinessMetadataLine line, string? guid) in same.Zip(found))
            {
                if (guid is not null)
                    guids[line] = guid;
            }
        }

        return guids;
    }

    private string Apply(BusinessMetadataLine line, string? guid)
    {
        if (!line.IsComplete)
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "required fields are missing: " + BusinessMetadataTemplate.Csv);
        EntityType type = writer.Types.GetEntityType(line.TypeName);
        if (!type.UniqueAttributes.ContainsKey(line.UniqueAttribute))
            throw new AtlasException(AtlasErrorCode.AttributeUniqueInvalid, type.Name, line.UniqueAttribute);
        if (guid is null)
            throw UniqueAttributeLookup.NotFound(type, new Dictionary<string, string> { [line.UniqueAttribute] = line.UniqueValue });

        StoredEntity entity = writer.Graph.Get(guid);
        (string name, AtlasAttribute attribute) = Find(line, writer.Types.GetEntityType(entity.TypeName));
        object value = attribute.Type is ArrayType
            ? line.Value.Split(ValueSeparator, StringSplitOptions.TrimEntries).Cast<object?>().ToList()
            : line.Value;
        _editor.Set(entity, new Dictionary<string, Dictionary<string, object?>?> { [name] = new() { [attribute.Name] = value } }, overwrite: false);
        return guid;
    }

    // Names may hold dots themselves.
    private static (string Name, AtlasAttribute Attribute) Find(BusinessMetadataLine line, EntityType type)
    {
        foreach ((string name, IReadOnlyDictionary<string, AtlasAttribute> attributes) in type.BusinessAttributes)
        {
            if (line.AttributeName.StartsWith(name + ".", StringComparison.Ordinal)
                && attributes.TryGetValue(line.AttributeName[(name.Length + 1)..], out AtlasAttribute? attribute))
                return (name, attribute);
        }

        throw new AtlasException(
            AtlasErrorCode.InstanceCrudInvalidParams, $"{line.AttributeName}: no business metadata attribute of entities of type {type.Name}");
    }
}
