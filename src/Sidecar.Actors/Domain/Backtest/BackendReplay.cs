using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Backtest;

/// <summary>One backend in a replayed world, and how much it was sent lately.</summary>
internal sealed class BackendReplay(ServingBackend serving, int index)
{
    private readonly RequestWindow _sent = new(int.MaxValue);

    public ServingBackend Serving { get; } = serving;

    public int Index { get; } = index;

    /// <summary>When it last answered somebody who has left the record.</summary>
    public DateTimeOffset AnsweredAt { get; set; }

    public Backend Definition => Serving.Definition;

    public BackendState State => Serving.State;

    public BackendLimits Limits => Serving.Limits;

    public void Grant(in LeaseQuery query, DateTimeOffset now)
    {
        Serving.Grant(query, now);
        _sent.Take(now);
    }

    /// <summary>Attempts sent in the minute that ends now.</summary>
    public int SentLately(DateTimeOffset now) => _sent.Used(now);
}
