namespace Sidecar.Bench.Limits.Upstreams;

/// <summary>What an upstream admits, unknown to whoever asks it. Times in ms from the start, never earlier than the one before.</summary>
internal abstract class HiddenLimit
{
    /// <summary>Null: admitted, and counted. Else the ms until it would be.</summary>
    public abstract double? Take(double now, int tokens = 0);

    /// <summary>An admitted request has been answered.</summary>
    public virtual void Done()
    {
    }

    /// <summary>Starts admitted beyond what was told to the asker count as excess; nothing is told unless said so.</summary>
    public int Told { get; init; }
}
