using System.Text;

namespace AtlasHa.Notifications.Tests;

/// <summary>Messages made by hand from Atlas's contract, one for each type and version.</summary>
internal static class Fixture
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(Fixture).Assembly.GetManifestResourceStream($"{name}.json") ?? throw new ArgumentException($"no fixture {name}");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>A message that creates a table or renames it.</summary>
    public static byte[] Table(string qualifiedName, string name, string user = "hook") => Encoding.UTF8.GetBytes($$$$$"""
        {"version":{"version":"1.0.0"},"message":{"type":"ENTITY_CREATE_V2","user":"{{{{{user}}}}}","entities":{"entities":[
          {"guid":"-1","typeName":"shop_table","attributes":{"qualifiedName":"{{{{{qualifiedName}}}}}","name":"{{{{{name}}}}}"}}]}}}
        """);

    /// <summary>Well formed, and refused by the catalogue.</summary>
    public static byte[] UnknownType(string typeName = "never_defined") => Encoding.UTF8.GetBytes($$$$$"""
        {"version":{"version":"1.0.0"},"message":{"type":"ENTITY_CREATE_V2","user":"hook","entities":{"entities":[
          {"guid":"-1","typeName":"{{{{{typeName}}}}}","attributes":{"qualifiedName":"x","name":"x"}}]}}}
        """);
}
