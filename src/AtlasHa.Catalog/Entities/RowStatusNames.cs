using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Entities;

internal static class RowStatusNames
{
    public static EntityStatus ToWire(this EntityRowStatus status) =>
        status == EntityRowStatus.Active ? EntityStatus.Active : EntityStatus.Deleted;
}
