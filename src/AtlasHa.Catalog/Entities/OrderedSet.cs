using System.Collections;

namespace AtlasHa.Catalog.Entities;

/// <summary>Guids, each once, in the order in which they were first added.</summary>
internal sealed class OrderedSet : IReadOnlyCollection<string>
{
    private readonly List<string> _order = [];
    private readonly HashSet<string> _members = [];

    public int Count => _order.Count;

    public bool Contains(string guid) => _members.Contains(guid);

    public void Add(string guid)
    {
        if (_members.Add(guid))
            _order.Add(guid);
    }

    public IEnumerator<string> GetEnumerator() => _order.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
