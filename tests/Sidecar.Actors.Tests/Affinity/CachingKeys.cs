using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;

namespace Sidecar.Actors.Tests.Affinity;

/// <summary>Keys of an upstream that keeps each session's prompt for a while, key by key, and admits only so many requests a
/// minute.</summary>
/// <param name="perMinute">Of one key, in any 60 s; 0: no limit.</param>
internal sealed class CachingKeys(int count, int perMinute)
{
    // Anthropic's; OpenAI's is 5 to 10 minutes.
    private static readonly TimeSpan CacheLife = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(string Key, int Session), (int Tokens, DateTimeOffset At)> _caches = [];
    private readonly Dictionary<string, Queue<DateTimeOffset>> _admitted = [];

    public Backend[] Backends { get; } = [.. Enumerable.Range(1, count).Select(i => Fleet.Primary($"key{i}"))];

    public int Refused { get; private set; }

    public int Turns { get; private set; }

    public long PromptTokens { get; private set; }

    public long CachedTokens { get; private set; }

    /// <summary>False: refused.</summary>
    public bool Take(string key, int session, int prompt, DateTimeOffset now)
    {
        if (!Admits(key, now))
        {
            Refused++;
            return false;
        }
        var cached = _caches.TryGetValue((key, session), out var kept) && now - kept.At < CacheLife ? Math.Min(kept.Tokens, prompt) : 0;
        _caches[(key, session)] = (prompt, now);
        (Turns, PromptTokens, CachedTokens) = (Turns + 1, PromptTokens + prompt, CachedTokens + cached);
        return true;
    }

    private bool Admits(string key, DateTimeOffset now)
    {
        if (perMinute == 0)
            return true;
        if (!_admitted.TryGetValue(key, out var admitted))
            _admitted.Add(key, admitted = new Queue<DateTimeOffset>());
        while (admitted.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromMinutes(1))
            admitted.Dequeue();
        if (admitted.Count >= perMinute)
            return false;
        admitted.Enqueue(now);
        return true;
    }
}
