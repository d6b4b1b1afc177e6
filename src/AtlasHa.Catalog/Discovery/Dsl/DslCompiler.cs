using System.Globalization;
using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>Makes predicates of the sources and conditions of a query.</summary>
internal sealed class DslCompiler(ICatalogReader reader, TypeRegistry types)
{
    private static readonly string[] DateFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss"];

    /// <exception cref="DslException">A name or value means nothing.</exception>
    public async ValueTask<(DslScope Scope, Predicate Where)> CompileAsync(DslQuery query, CancellationToken cancellationToken)
    {
        List<Predicate> where = [];
        Scope? scope = null;
        foreach (var source in query.Sources)
        {
            if (types.TryGet<EntityType>(source.Text, out var type))
            {
                if (scope is null)
                    scope = Scope.Of([type], withSubTypes: true, types);
                else
                    where.Add(new Predicate.OfType(type.SelfAndSubTypes));
            }
            else
                where.Add(Classified(source, "type or classification"));
        }
        var own = query.Sources.Select(source => source.Text).Concat(query.Alias is null ? [] : [query.Alias.Text]).ToHashSet(StringComparer.Ordinal);
        if (query.Alias is { } alias && query.Sources.Any(source => source.Text == alias.Text))
            throw new DslException(alias.Position, $"alias '{alias.Text}' is the name of a source");
        var names = new DslScope(scope ?? Scope.Everything(types), own, types);
        if (query.Where is not null)
            where.Add(await ConditionAsync(query.Where, names, cancellationToken).ConfigureAwait(false));
        return (names, Predicate.And(where));
    }

    private async ValueTask<Predicate> ConditionAsync(DslExpression expression, DslScope names, CancellationToken cancellationToken)
    {
        switch (expression)
        {
            case DslExpression.And and:
                return Predicate.And(await AllAsync(and.Parts, names, cancellationToken).ConfigureAwait(false));
            case DslExpression.Or or:
                return new Predicate.Any(await AllAsync(or.Parts, names, cancellationToken).ConfigureAwait(false));
            case DslExpression.Compare compare:
                return Compare(compare, names);
            case DslExpression.Compute compute:
                return new Predicate.Computed(Number(compute.Left, names), compute.Comparison, Number(compute.Right, names));
            case DslExpression.Isa isa:
                return Through(names.Subject(isa.Subject), Classified(isa.Classification, "classification"));
            case DslExpression.Has has:
                var subject = names.Subject(has.Subject);
                var attribute = Primitive(names.At(subject).Resolve(has.Attribute), has.Attribute);
                return Through([.. subject, .. attribute.References], new Predicate.Test(attribute.Attribute!, Comparison.NotNull, []));
            case DslExpression.HasTerm term:
                return Through(names.Subject(term.Subject), await AssignedAsync(term.Term.Text, cancellationToken).ConfigureAwait(false));
            default:
                throw new ArgumentException($"unknown expression {expression}", nameof(expression));
        }
    }

    private async ValueTask<List<Predicate>> AllAsync(IReadOnlyList<DslExpression> parts, DslScope names, CancellationToken cancellationToken)
    {
        List<Predicate> all = [];
        foreach (var part in parts)
            all.Add(await ConditionAsync(part, names, cancellationToken).ConfigureAwait(false));
        return all;
    }

    /// <summary>A resolved name whose values can be compared.</summary>
    public static DslPath Primitive(DslPath path, DslName name) => path.Attribute?.ElementType is PrimitiveType or EnumType
        ? path
        : throw new DslException(name.Position, $"'{name.Text}' is no primitive attribute");

    private static Predicate Compare(DslExpression.Compare compare, DslScope names)
    {
        var path = Primitive(names.Resolve(compare.Attribute), compare.Attribute);
        List<object> operands = compare.Comparison == Comparison.Like
            ? [Values.Wildcards(compare.Values[0].Text.AsSpan().ContainsAny('*', '?') ? compare.Values[0].Text : $"*{compare.Values[0].Text}*")]
            : [.. compare.Values.Select(value => Operand(path.Attribute!, value))];
        return Through(path.References, new Predicate.Test(path.Attribute!, compare.Comparison, operands));
    }

    private static Func<Candidate, object?> Number(DslArithmetic arithmetic, DslScope names)
    {
        switch (arithmetic)
        {
            case DslArithmetic.Joined joined:
                var (left, right) = (Number(joined.Left, names), Number(joined.Right, names));
                return candidate => Numbers.Join(left(candidate), joined.Operator, right(candidate));
            case DslArithmetic.Attribute { Name: var name }:
                var path = names.Resolve(name);
                if (path is not { References.Count: 0, Attribute: { IsNumber: true, Type: PrimitiveType { Name: not "boolean" } } attribute })
                    throw new DslException(name.Position, $"'{name.Text}' is no number of the entity itself: there is nothing to compute");
                return attribute.Read;
            case DslArithmetic.Number { Literal: var literal }:
                object number = decimal.TryParse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : double.TryParse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rough) && double.IsFinite(rough)
                        ? rough
                        : throw new DslException(literal.Position, $"'{literal.Text}' is no number");
                return _ => number;
            default:
                throw new ArgumentException($"unknown arithmetic {arithmetic}", nameof(arithmetic));
        }
    }

    private static object Operand(SearchAttribute attribute, DslLiteral literal)
    {
        var type = attribute.ElementType;
        if (type is EnumType || type.Name == "string")
            return literal.Text;
        if (type.Name == "date")
            return DateTimeOffset.TryParseExact(
                literal.Text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time.ToUnixTimeMilliseconds()
                : long.TryParse(literal.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var millis)
                    ? millis
                    : throw new DslException(literal.Position, $"'{literal.Text}' is no date: write yyyy-MM-dd or an ISO 8601 time");
        return type.TryNormalize(literal.Text, out var value) && value is not null
            ? value
            : throw new DslException(literal.Position, $"'{literal.Text}' is no {type.Name}, which {attribute.Name} is");
    }

    private static Predicate Through(IReadOnlyList<Reference> references, Predicate inner) =>
        references.Reverse().Aggregate(inner, (predicate, reference) => new Predicate.Related(reference, predicate));

    private Predicate.Classified Classified(DslName name, string what) => name.Text switch
    {
        Names.Classified => new Predicate.Classified(null),
        Names.NotClassified => new Predicate.Classified(null, Negated: true),
        _ when types.TryGet<ClassificationType>(name.Text, out var classification) => new Predicate.Classified([.. classification.SelfAndSubTypes]),
        _ => throw new DslException(name.Position, $"unknown {what} '{name.Text}'"),
    };

    // An @ makes it a qualified name.
    private async ValueTask<Predicate> AssignedAsync(string term, CancellationToken cancellationToken)
    {
        if (!types.TryGet<EntityType>(Terms.TermType, out var type))
            return new Predicate.OneOf(new HashSet<string>());
        var scope = Scope.Of([type], withSubTypes: true, types, excludeDeleted: true);
        var attribute = Attributes.Find(scope, term.Contains('@', StringComparison.Ordinal) ? "qualifiedName" : "name");
        if (attribute is null)
            return new Predicate.OneOf(new HashSet<string>());
        var found = await new EntitySearch(reader, types).FindAsync(
            new EntityQuery(scope, new Predicate.Test(attribute, Comparison.Equal, [term])) { Limit = Limits.MaxLimit }, cancellationToken).ConfigureAwait(false);
        return await Terms.AssignedAsync([.. found.Entities.Select(entity => entity.Guid)], reader, cancellationToken).ConfigureAwait(false);
    }
}
