using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>What must hold of an entity. Basic and quick search, the query language and saved searches all become this.</summary>
internal abstract record Predicate
{
    public static Predicate True { get; } = new All([]);

    public bool IsTrue => this is All { Parts.Count: 0 };

    /// <summary>All of them; one without parts is always true.</summary>
    public static Predicate And(params IEnumerable<Predicate> parts)
    {
        Predicate[] flat = [.. parts.SelectMany(part => part is All all ? all.Parts : [part])];
        return flat is [var single] ? single : new All(flat);
    }

    public sealed record All(IReadOnlyList<Predicate> Parts) : Predicate;

    public sealed record Any(IReadOnlyList<Predicate> Parts) : Predicate;

    public sealed record Not(Predicate Inner) : Predicate;

    /// <summary>A value in relation to operands in the attribute's normal form.</summary>
    public sealed record Test(SearchAttribute Attribute, Comparison Comparison, IReadOnlyList<object> Operands) : Predicate;

    /// <summary>Two numbers computed from the entity's attributes in relation to each other; without one of them it does not hold.</summary>
    public sealed record Computed(Func<Candidate, object?> Left, Comparison Comparison, Func<Candidate, object?> Right) : Predicate;

    /// <summary>One of these classifications (null for any) or, negated, none of them; with attributes that satisfy a filter.</summary>
    public sealed record Classified(IReadOnlyCollection<string>? Names, bool Negated = false, ClassificationFilter? Filter = null) : Predicate;

    /// <summary>The words of the entity match.</summary>
    public sealed record Worded(WordQuery Query) : Predicate;

    /// <summary>An attribute that holds text has words that match.</summary>
    public sealed record AttributeWorded(string Attribute, WordQuery Query) : Predicate;

    /// <summary>One of these entities.</summary>
    public sealed record OneOf(IReadOnlySet<string> Guids) : Predicate;

    /// <summary>A reference leads to an entity of which this holds.</summary>
    public sealed record Related(Reference Reference, Predicate Inner) : Predicate;

    /// <summary>It is of one of these types.</summary>
    public sealed record OfType(IReadOnlySet<string> TypeNames) : Predicate;
}

/// <summary>What must hold of a classification itself.</summary>
internal delegate bool ClassificationFilter(TaggedWith tagged);
