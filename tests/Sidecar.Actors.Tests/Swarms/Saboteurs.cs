using Akka.Actor;
using Sidecar.Actors.Tests.Kit;
using Sidecar.Journal;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Parts of Sidecar that misbehave on purpose.</summary>
internal static class Saboteurs
{
    /// <summary>Repeats recently refused calls together with the next call to any backend.</summary>
    public sealed class Hammer(IUpstreamClient inner) : IUpstreamClient
    {
        private readonly List<UpstreamCall> _refused = [];

        public async Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation)
        {
            foreach (var refused in _refused.ToList())
                _ = inner.SendAsync(refused with { Attempt = refused.Attempt + 100 }, CancellationToken.None);
            _refused.Clear();
            var reply = await inner.SendAsync(call, cancellation);
            if (reply is UpstreamAnswer { Status: 429 })
                _refused.Add(call);
            return reply;
        }
    }

    /// <summary>Does not tell the upstream that a client hung up.</summary>
    public sealed class Deaf(IUpstreamClient inner) : IUpstreamClient
    {
        public Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation) =>
            inner.SendAsync(call, CancellationToken.None);
    }

    /// <summary>Turns a fault of the request itself into a 429 of the backend.</summary>
    public sealed class Blamer(IUpstreamClient inner) : IUpstreamClient
    {
        public async Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation) =>
            await inner.SendAsync(call, cancellation) is var reply && reply is ScriptedAnswer { Status: 400 or 403 or 413 or 422 } answer
                ? new ScriptedAnswer(answer.Reply with { Status = 429, Body = "{}" }) : reply;
    }

    /// <summary>Drops every tenth call: whoever waits for it waits for ever.</summary>
    public sealed class Sieve(IUpstreamClient inner) : IUpstreamClient
    {
        private int _calls;

        public Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation) =>
            ++_calls % 10 == 0 ? new TaskCompletionSource<UpstreamReply>().Task : inner.SendAsync(call, cancellation);
    }

    /// <summary>Answers with something meaningless now and then, which the interface forbids.</summary>
    public sealed class Breaker(IUpstreamClient inner) : IUpstreamClient
    {
        private int _calls;

        public Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation) =>
            ++_calls % 10 == 0 ? Task.FromResult<UpstreamReply>(new Nonsense()) : inner.SendAsync(call, cancellation);

        private sealed class Nonsense : UpstreamReply;
    }

    /// <summary>Presents an upstream's 401 as a plain refusal of the request, so that it is passed on.</summary>
    public sealed class Betrayer(IUpstreamClient inner) : IUpstreamClient
    {
        public async Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation) =>
            await inner.SendAsync(call, cancellation) is var reply && reply is ScriptedAnswer { Status: 401 or 403 } answer
                ? new ScriptedAnswer(answer.Reply with { Status = 404 }) : reply;
    }

    /// <summary>Confirms every third event as written without writing it.</summary>
    public sealed class Forgetful(IDirectJournal inner) : IDirectJournal
    {
        private readonly HashSet<string> _lost = new(StringComparer.Ordinal);

        public void Append(DirectEntry entry)
        {
            // Later events of the same owner are dropped too, as they would reveal the gap.
            if (entry.Number % 3 == 0 || _lost.Contains(entry.PersistenceId))
            {
                _lost.Add(entry.PersistenceId);
                entry.Owner.Tell(new JournalProtocol.Recorded(entry.Number), ActorRefs.NoSender);
            }
            else
                inner.Append(entry);
        }
    }
}
