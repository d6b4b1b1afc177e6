using AtlasHa.Silo.Terms;

namespace AtlasHa.Silo.Rehearsal;

/// <summary>Where the rehearsal grain of this silo takes its catalogue from: a scratch one, and only while a rehearsal runs.</summary>
internal sealed class RehearsalRequests
{
    private volatile TermRequests? _current;

    public TermRequests? Current
    {
        get => _current;
        set => _current = value;
    }
}
