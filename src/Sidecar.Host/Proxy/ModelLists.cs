using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Models;
using Sidecar.Domain.Wire;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>
/// The models that each backend without <c>models</c> lists itself, cached: refreshed in the background, and waited for, briefly, only
/// the first time.
/// </summary>
internal sealed class ModelLists(TimeProvider time, AddressGuard guard) : IDisposable
{
    // Providers change their models at most daily, and a client of a brand-new model asks for it by name.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(20);

    // A backend without a key has a list for each client's key.
    private const int MostKept = 256;
    private const int LargestList = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, KeptList> _kept = new(StringComparer.Ordinal);
    private readonly UpstreamConnections _connections = new(guard: guard);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The lists of these backends by id; null if none is known.</summary>
    /// <param name="asker">The client's headers: a backend without a key is asked with the client's.</param>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<ListedModel>?>> OfAsync(
        IReadOnlyList<Backend> backends, IHeaderDictionary asker, CancellationToken cancellation)
    {
        var asked = backends.Select(backend => (backend.Id, List: Renewed(backend, asker))).ToList();
        // A backend that was too slow once must not hold up every asker.
        var unknown = asked.Where(each => each.List is { Models: null, IsWaitedFor: false }).Select(each => each.List).ToList();
        if (unknown.Count > 0)
            await Task.WhenAny(Task.WhenAll(unknown.Select(list => list.Asking)), Task.Delay(Patience, time, cancellation));
        foreach (var list in unknown)
            list.IsWaitedFor = true;
        return asked.ToDictionary(each => each.Id, each => each.List.Models, StringComparer.Ordinal);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _connections.Dispose();
        _stop.Dispose();
    }

    private KeptList Renewed(Backend backend, IHeaderDictionary asker)
    {
        var credentials = backend.HasOwnCredentials ? [] : asker
            .Where(header => HeaderRules.IsCredential(header.Key) && HeaderRules.GoesUpstream(header.Key, hasKey: false))
            .Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())).ToList();
        if (_kept.Count > MostKept)
            foreach (var (key, _) in _kept.OrderBy(entry => entry.Value.AskedAt).Take(MostKept / 2))
                _kept.TryRemove(key, out _);
        var kept = _kept.GetOrAdd(KeyOf(backend, credentials), static _ => new KeptList());
        lock (kept)
        {
            var isOld = kept.AskedAt == 0 || time.GetElapsedTime(kept.AskedAt) >= (kept.Models is null ? AfterFailure : Fresh);
            if (isOld && kept.Asking.IsCompleted)
            {
                kept.AskedAt = time.GetTimestamp();
                kept.Asking = Task.Run(() => AskAsync(kept, backend, credentials));
            }
        }
        return kept;
    }

    private async Task AskAsync(KeptList kept, Backend backend, IReadOnlyList<KeyValuePair<string, string>> credentials)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            patience.CancelAfter(LongestAnswer);
            // Anthropic's list has 20 entries unless more are requested.
            var query = backend.Dialect == BackendDialect.Anthropic ? "?limit=1000" : "";
            using var request = new HttpRequestMessage(HttpMethod.Get, UpstreamAddresses.Of(backend, "/v1/models", query, null));
            foreach (var (name, value) in credentials)
                request.Headers.TryAddWithoutValidation(name, value);
            UpstreamCredentials.AddTo(request, backend);
            using var answer = await _connections.For(backend).SendAsync(request, patience.Token);
            if (!answer.IsSuccessStatusCode)
                return;
            await answer.Content.LoadIntoBufferAsync(LargestList, patience.Token);
            kept.Models = ModelListReader.Read(await answer.Content.ReadAsByteArrayAsync(patience.Token)) ?? kept.Models;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The previous list stays in use.
        }
    }

    private static string KeyOf(Backend backend, IReadOnlyList<KeyValuePair<string, string>> credentials)
    {
        var parts = new StringBuilder().AppendJoin('\n', backend.BaseUrl, backend.VersionPath, backend.Query, backend.ApiKey?.Reveal());
        foreach (var (name, value) in backend.Headers.Concat(credentials))
            parts.Append('\n').Append(name).Append(':').Append(value);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(parts.ToString())));
    }

    private sealed class KeptList
    {
        public volatile IReadOnlyList<ListedModel>? Models;

        public volatile bool IsWaitedFor;

        public long AskedAt;

        public Task Asking = Task.CompletedTask;
    }
}
