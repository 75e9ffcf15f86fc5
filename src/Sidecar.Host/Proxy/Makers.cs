using System.Collections.Concurrent;
using System.Data.Common;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;
using Sidecar.Host.Configuration;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>Remembers which backend made which response, file, batch or similar object, because only that backend can continue with it.
/// For 30 days, across restarts, and up to a limit.</summary>
internal sealed class Makers : IAsyncDisposable
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    private const Apis GoingOn =
        Apis.Responses | Apis.Batches | Apis.VectorStores | Apis.Uploads | Apis.Conversations | Apis.FineTuning;

    private readonly TimeProvider _time;
    private readonly ILogger<Makers> _log;
    private readonly MakerFile _file;
    private readonly ConcurrentDictionary<string, (string Backend, DateTimeOffset At)> _made = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<MadeThing> _unwritten = new();
    private readonly Lock _gate = new();
    private Task _writing = Task.CompletedTask;
    private bool _isDue;

    public Makers(SidecarSettings settings, TimeProvider time, ILogger<Makers> log)
    {
        (_time, _log, _file) = (time, log, new MakerFile(settings.DataDirectory));
        // Threads that serve requests never wait for a file.
        Loaded = Task.Run(Load);
    }

    /// <summary>Completes when the entries of earlier processes are loaded.</summary>
    public Task Loaded { get; }

    /// <summary>Finds the maker of the object to which a request refers.</summary>
    /// <param name="request">Its maker is set, or that it seeks one.</param>
    /// <param name="catalog">A maker that is not in it any more, or disabled, cannot be asked: others may know the object.</param>
    public void Find(ProxyRequest request, BackendCatalog catalog)
    {
        var id = StoredIds.InPath(request.Path) ?? (request.Method == "POST" ? InBody(request) : null);
        if (id is null)
            return;
        request.Maker = _made.TryGetValue(id, out var known) && _time.GetUtcNow() - known.At < Keep
            && catalog.IndexOf(known.Backend) is var index and >= 0 && catalog.Backends[index].Enabled ? known.Backend : null;
        request.SeeksMaker = request.Maker is null;
    }

    private string? InBody(ProxyRequest request)
    {
        var body = (request.Decoded ?? request.Body).Memory.Span;
        var refers = (request.Ask.Api & GoingOn) != 0
            || ((request.Ask.Api & (Apis.Chat | Apis.Messages)) != 0 && StoredIdReferences.MayNameFile(body));
        return refers ? StoredIdReferences.Of(body, _made.ContainsKey) : null;
    }

    /// <summary>Remembers the object that an answer created or returned.</summary>
    public void Note(ProxyRequest request, Relayed relayed)
    {
        if (relayed.Status is < 200 or > 299 || relayed.Answer.Translated is not null)
            return;
        if (StoredIds.Makes(request.Method, request.Path)
            && StoredIds.MadeBy(relayed.Answer.Peeked.Span, relayed.Answer.IsEventStream) is { } made)
            Note(made, relayed.Backend.Id);
        if (request.SeeksMaker && StoredIds.InPath(request.Path) is { } found)
            Note(found, relayed.Backend.Id);
    }

    public async ValueTask DisposeAsync()
    {
        Task writing;
        lock (_gate)
            writing = _writing;
        await writing;
    }

    private void Load()
    {
        try
        {
            foreach (var each in _file.Read(_time.GetUtcNow() - Keep))
                _made.TryAdd(each.Id, (each.Backend, each.At));
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException)
        {
            ProxyLog.MakersNotKept(_log, fault);
        }
    }

    private void Note(string id, string backend)
    {
        var now = _time.GetUtcNow();
        if (!_made.ContainsKey(id) && _made.Count >= MakerFile.MostKept)
            foreach (var old in _made.OrderBy(each => each.Value.At).Take(MakerFile.MostKept / 10).Select(each => each.Key).ToList())
                _made.TryRemove(old, out _);
        _made[id] = (backend, now);
        _unwritten.Enqueue(new MadeThing(id, backend, now));
        lock (_gate)
        {
            if (_isDue)
                return;
            _isDue = true;
            _writing = _writing.ContinueWith(
                static (_, self) => ((Makers)self!).WriteAll(), this, CancellationToken.None, TaskContinuationOptions.None,
                TaskScheduler.Default);
        }
    }

    private void WriteAll()
    {
        // Later callers start a run of their own.
        lock (_gate)
            _isDue = false;
        while (!_unwritten.IsEmpty)
        {
            var batch = new List<MadeThing>();
            while (batch.Count < 1000 && _unwritten.TryDequeue(out var next))
                batch.Add(next);
            try
            {
                _file.Write(batch);
            }
            catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException)
            {
                ProxyLog.MakersNotKept(_log, fault);
            }
        }
    }
}
