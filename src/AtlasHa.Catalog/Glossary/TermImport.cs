using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Glossary;

/// <summary>
/// Creates the terms of a file within one mutation, then relates them, so that rows may refer to later ones. Checks everything about a row before it
/// changes anything for it: a row that is refused leaves nothing.
/// </summary>
internal sealed class TermImport(GlossaryObjects objects)
{
    private readonly TermWriter _writer = new(objects);
    private readonly List<ImportInfo> _failed = [];
    private readonly List<ImportInfo> _done = [];

    public async ValueTask<BulkImportResponse> RunAsync(IReadOnlyList<TermRow> rows, CancellationToken cancellationToken)
    {
        var created = new List<(TermRow Row, int Number, string Guid)>();
        for (var number = 1; number <= rows.Count; number++)
        {
            TermRow row = rows[number - 1];
            try
            {
                created.Add((row, number, await CreateAsync(row, cancellationToken).ConfigureAwait(false)));
            }
            catch (AtlasException refusal)
            {
                _failed.Add(Info(row, number, ImportStatus.Failed, refusal.Message));
            }
        }

        foreach ((TermRow row, int number, string guid) in created)
            await RelateAsync(row, number, guid, cancellationToken).ConfigureAwait(false);
        return new BulkImportResponse { FailedImportInfoList = _failed, SuccessImportInfoList = _done };
    }

    private async ValueTask<string> CreateAsync(TermRow row, CancellationToken cancellationToken)
    {
        if (row.GlossaryName.Length == 0)
            throw new AtlasException(AtlasErrorCode.GlossaryQualifiedNameCantBeDerived, "the row has no GlossaryName");
        if (row.TermName.Length == 0)
            throw new AtlasException(AtlasErrorCode.GlossaryTermQualifiedNameCantBeDerived);
        GlossaryNames.Check(row.TermName);

        string glossary =
            (await objects.FindAsync(GlossaryTypes.Glossary, row.GlossaryName, cancellationToken).ConfigureAwait(false)
            ?? await GlossaryCatalog.CreateAsync(objects, new AtlasGlossary { Name = row.GlossaryName }, cancellationToken).ConfigureAwait(false)).Guid;
        return await _writer.CreateAsync(
            new AtlasGlossaryTerm
            {
                Name = row.TermName,
                Anchor = new AtlasGlossaryHeader { GlossaryGuid = glossary },
                ShortDescription = row.ShortDescription,
                LongDescription = row.LongDescription,
                Examples = [.. Parts(row.Examples)],
                Abbreviation = row.Abbreviation,
                Usage = row.Usage,
                AdditionalAttributes = Parts(row.AdditionalAttributes)
                    .Select(pair => pair.Split(':', 2, StringSplitOptions.TrimEntries))
                    .GroupBy(pair => pair[0])
                    .ToDictionary(pairs => pairs.Key, object? (pairs) => pairs.Last().ElementAtOrDefault(1) ?? ""),
            },
            cancellationToken).ConfigureAwait(false);
    }

    // A term stays without its relations when one of them cannot be made; the row says so.
    private async ValueTask RelateAsync(TermRow row, int number, string guid, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (TermRelation relation in TermRelation.All)
        {
            foreach (string named in Parts(row[relation.Name]))
            {
                if (await FindAsync(named, cancellationToken).ConfigureAwait(false) is { } other && other != guid)
                    Relate(guid, relation.Name, other);
                else
                    missing.Add($"{relation.Name}: {named}");
            }
        }

        if (missing.Count == 0)
            _done.Add(Info(row, number, ImportStatus.Success, null));
        else
            _failed.Add(Info(row, number, ImportStatus.Failed, $"the term was created, but not related to what is no other term: {string.Join(", ", missing)}"));
    }

    private void Relate(string guid, string relation, string other)
    {
        if (!objects.Links.Of(guid, relation).Any(link => link.OtherEnd(guid) == other))
            objects.Link(guid, relation, other);
    }

    private async ValueTask<string?> FindAsync(string named, CancellationToken cancellationToken)
    {
        string[] parts = named.Split(':', 2, StringSplitOptions.TrimEntries);
        if (parts.Length < 2)
            return null;
        string qualifiedName = GlossaryNames.InGlossary(parts[1], parts[0]);
        return (await objects.FindAsync(GlossaryTypes.Term, qualifiedName, cancellationToken).ConfigureAwait(false))?.Guid;
    }

    private static string[] Parts(string cell) => cell.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static ImportInfo Info(TermRow row, int number, ImportStatus status, string? remarks) => new()
    {
        ParentObjectName = row.GlossaryName,
        ChildObjectName = row.TermName,
        ImportStatus = status,
        Remarks = remarks,
        RowNumber = number,
    };
}
