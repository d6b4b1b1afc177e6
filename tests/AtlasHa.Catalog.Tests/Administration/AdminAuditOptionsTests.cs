using AtlasHa.Catalog.Administration;

namespace AtlasHa.Catalog.Tests.Administration;

public sealed class AdminAuditOptionsTests
{
    [Fact]
    public void Wrong_bounds_are_named()
    {
        FailureOf(new AdminAuditOptions { KeepFor = TimeSpan.Zero }).ShouldContain("AdminAudit: KeepFor");
        FailureOf(new AdminAuditOptions { MaxEntries = 0 }).ShouldContain("MaxEntries");
        new CatalogOptionsValidator().Validate(null, new CatalogOptions { AdminAudit = new AdminAuditOptions { KeepFor = TimeSpan.FromTicks(1), MaxEntries = 1 } }).Succeeded.ShouldBeTrue();
    }

    private static string FailureOf(AdminAuditOptions options) =>
        new CatalogOptionsValidator().Validate(null, new CatalogOptions { AdminAudit = options }).FailureMessage.ShouldNotBeNull();
}
