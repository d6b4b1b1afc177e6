using System.Globalization;
using Orleans;

namespace AtlasHa.Catalog.Model.Notifications;

/// <summary>Where an operator wants the reading of a partition to go on. Its text is what the operator writes.</summary>
[GenerateSerializer, Immutable]
public abstract record PositionTarget
{
    private PositionTarget()
    {
    }

    /// <summary>At this offset.</summary>
    [GenerateSerializer, Immutable]
    public sealed record AtOffset([property: Id(0)] long Offset) : PositionTarget
    {
        public override string ToString() => Offset.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>At the oldest message that the brokers hold.</summary>
    [GenerateSerializer, Immutable]
    public sealed record Earliest : PositionTarget
    {
        public override string ToString() => "earliest";
    }

    /// <summary>Behind the newest message.</summary>
    [GenerateSerializer, Immutable]
    public sealed record Latest : PositionTarget
    {
        public override string ToString() => "latest";
    }

    /// <summary>At the first message that was sent at this time or later; behind the newest one if there is none.</summary>
    [GenerateSerializer, Immutable]
    public sealed record AtTime([property: Id(0)] DateTimeOffset Time) : PositionTarget
    {
        public override string ToString() => Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
    }
}
