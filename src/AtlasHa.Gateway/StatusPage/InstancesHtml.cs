using System.Globalization;
using AtlasHa.Gateway.Endpoints;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>Every registered instance; on a narrow screen each row becomes a card, so each cell names its column.</summary>
internal static class InstancesHtml
{
    public static Html Of(InstancesBody listed) => Html.Of($"""
        <section><h2>Instances</h2><table>
        <thead><tr><th>Instance</th><th>State</th><th>URL</th><th>Version</th><th>Tags</th><th>Epoch</th><th>Up for</th><th>ZooKeeper</th><th>Store</th><th>Requests</th><th>Memory</th></tr></thead>
        <tbody>{Html.Join(listed.Instances.Select(Row))}</tbody>
        </table></section>
        """);

    private static Html Row(InstanceBody instance) => Html.Of($"""
        <tr>
        <th data-label="Instance" scope="row">{SummaryHtml.Instance(instance.InstanceId, instance.Url)}</th>
        <td data-label="State">{StatusPageHtml.Badge(instance.Status, instance.Failsafe == true)}</td>
        <td data-label="URL">{instance.Url}</td>
        <td data-label="Version">{instance.Version}</td>
        <td data-label="Tags">{Tags(instance.Tags)}</td>
        <td data-label="Epoch">{instance.Epoch?.ToString(CultureInfo.InvariantCulture) ?? Phrases.Nothing}</td>
        <td data-label="Up for">{Phrases.Duration(instance.UptimeMs)}</td>
        <td data-label="ZooKeeper">{Age(instance, instance.ZooKeeperAgeMs)}</td>
        <td data-label="Store">{Age(instance, instance.StoreAgeMs)}</td>
        <td data-label="Requests">{instance.RequestsInFlight?.ToString(CultureInfo.InvariantCulture) ?? Phrases.Nothing}</td>
        <td data-label="Memory">{Phrases.Bytes(instance.WorkingSetBytes)}</td>
        </tr>
        {Remark(instance)}
        """);

    private static Html Remark(InstanceBody instance) => (instance.Error ?? instance.Note) is { } remark
        ? Html.Of($"""<tr class="remark"><td colspan="11">{instance.InstanceId}: {remark}</td></tr>""")
        : Html.None;

    private static string Age(InstanceBody instance, long? milliseconds) => instance.Reachable ? Phrases.Ago(milliseconds) : Phrases.Nothing;

    private static string Tags(IReadOnlyDictionary<string, string> tags)
        => tags.Count == 0 ? Phrases.Nothing : string.Join(", ", tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
}
