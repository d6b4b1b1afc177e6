using System.Reflection;

namespace AtlasHa.Server;

internal static class ProductVersion
{
    /// <summary>The product's version without the source revision, e.g. <c>0.1.0</c>.</summary>
    public static string Current { get; } =
        (typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];
}
