using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Tests.Models;

/// <summary>Entities of every type of Atlas's own, patched models.</summary>
public sealed class ModelInstanceTests
{
    private const int Seed = 20261125;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_type_has_valid_entities_that_are_read_back_as_they_were_given()
    {
        await using var fixture = await EntityFixture.OpenAsync(AtlasModelFiles.FolderOrSkip());
        var generated = new GeneratedEntities(fixture.Catalog.Registry, Seed);
        var failures = new List<string>();
        foreach (var type in TypesOf(fixture))
        {
            var request = generated.Valid(type);
            try
            {
                var answer = await fixture.Entities.CreateOrUpdateAsync(request, EntityFixture.Caller, Cancel);
                var stored = await fixture.GetAsync(answer.GuidAssignments![request.Entity!.Guid!]);
                if (Differences(type, request.Entity, stored) is [_, ..] differences)
                    failures.Add($"{type.Name}: read back otherwise: {string.Join(", ", differences)}");
            }
            catch (AtlasException refused)
            {
                failures.Add($"{type.Name}: {refused.Message}");
            }
        }
        failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_type_has_entities_with_wrong_values_or_without_mandatory_ones()
    {
        await using var fixture = await EntityFixture.OpenAsync(AtlasModelFiles.FolderOrSkip());
        var before = await CountAsync(fixture);
        foreach (var type in TypesOf(fixture))
        {
            if (GeneratedEntities.Wrong(type) is { Entity.Attributes: { Count: > 0 } given } request)
            {
                var wrong = await RefusalAsync(fixture, request);
                foreach (var attribute in given.Keys)
                    wrong.ShouldContain($"{type.Name}.{attribute}");
            }
            foreach (var dangling in GeneratedEntities.WrongReferences(type))
                await RefusalAsync(fixture, dangling, AtlasErrorCode.InvalidObjectId);
            if (type.Attributes.Values.All(attribute => attribute.IsOptional))
                continue;
            var empty = await RefusalAsync(fixture, GeneratedEntities.Empty(type));
            foreach (var attribute in type.Attributes.Values.Where(attribute => !attribute.IsOptional))
                empty.ShouldContain($"{type.Name}.{attribute.Name}: mandatory attribute value missing");
        }
        (await CountAsync(fixture)).ShouldBe(before);
    }

    private static IReadOnlyList<EntityType> TypesOf(EntityFixture fixture)
    {
        EntityType[] types = [.. fixture.Catalog.Registry.EntityTypes.Where(type => type.Attributes.Count > 0)];
        types.Length.ShouldBeGreaterThan(100);
        return types;
    }

    private static async Task<string> RefusalAsync(EntityFixture fixture, AtlasEntityWithExtInfo request, AtlasErrorCode? orElse = null)
    {
        var refused = await Should.ThrowAsync<AtlasException>(
            () => fixture.Entities.CreateOrUpdateAsync(request, EntityFixture.Caller, Cancel), request.Entity!.TypeName);
        new[] { AtlasErrorCode.InstanceCrudInvalidParams, orElse }.ShouldContain(refused.Code, refused.Message);
        return refused.Message;
    }

    private static async Task<long> CountAsync(EntityFixture fixture)
    {
        await using var reader = await fixture.OpenReaderAsync();
        return (await reader.CountEntitiesAsync(Cancel)).Sum(count => count.Count);
    }

    /// <summary>Attributes of primitive types whose stored value is not the one that was sent.</summary>
    private static List<string> Differences(EntityType type, AtlasEntity sent, AtlasEntity stored) =>
    [
        .. type.Attributes.Values.Where(attribute => attribute.Type is PrimitiveType && sent.Attributes!.ContainsKey(attribute.Name))
            .Where(attribute => !AttributeValue.Comparer.Equals(Normal(attribute, sent), Normal(attribute, stored)))
            .Select(attribute => $"{attribute.Name}={stored.Attributes![attribute.Name]}, sent {sent.Attributes![attribute.Name]}"),
    ];

    private static object? Normal(AtlasAttribute attribute, AtlasEntity entity) =>
        attribute.Type.TryNormalize(entity.Attributes!.GetValueOrDefault(attribute.Name), out var normal) ? normal : "not normal";
}
