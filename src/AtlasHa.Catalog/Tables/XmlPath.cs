using System.Xml;

namespace AtlasHa.Catalog.Tables;

/// <summary>How much of a path of elements an XML reader is on: all of one namespace, the root's. Each level takes one of some names.</summary>
internal sealed class XmlPath(params string[][] levels)
{
    private string? _namespace;
    private int _matched;

    /// <summary>Tells that the reader is on the start of an element.</summary>
    /// <returns>The level of the path that this element is, the root's being 1; 0 when it is beside the path.</returns>
    public int Enter(XmlReader xml)
    {
        var depth = xml.Depth;
        _namespace ??= xml.NamespaceURI;
        _matched = Math.Min(_matched, depth);
        if (_matched < depth || depth >= levels.Length || xml.NamespaceURI != _namespace || !levels[depth].Contains(xml.LocalName))
            return 0;
        return ++_matched;
    }

    /// <summary>Whether the reader, on a text, is inside of the whole path.</summary>
    public bool Holds(XmlReader xml) => _matched == levels.Length && xml.Depth >= levels.Length;
}
