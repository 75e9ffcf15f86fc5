using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Walk;
using Sidecar.Requests;

namespace Sidecar.Actors.Tests.Affinity;

/// <summary>An agent that works through one session after the other: each turn's prompt repeats the last one and adds to it.</summary>
internal sealed class CodingAgent(int number, ulong seed)
{
    private const int TurnsOfSession = 25;
    private const int FirstPrompt = 12_000;

    private Chance _chance = new(Chance.SeedOf(seed, number));
    private Conversation? _asked;
    private DateTimeOffset? _nextAt;
    private int _turn;
    private int _session;

    /// <summary>The session's number, no other's.</summary>
    public int Session => (number * 1000) + _session;

    public int Prompt { get; private set; } = FirstPrompt;

    public bool IsWaiting => _asked is not null;

    public int Unanswered { get; private set; }

    /// <summary>How long the upstream takes for this turn.</summary>
    public TimeSpan Work => TimeSpan.FromSeconds(1 + (5 * _chance.Next()));

    /// <summary>Takes its answer, if there is one, and asks again when it has used it.</summary>
    /// <param name="send">Sends a request of the session.</param>
    /// <param name="served">Notes who served it.</param>
    public void Step(DateTimeOffset now, Func<int, Conversation> send, Action<int, string> served)
    {
        _nextAt ??= now + TimeSpan.FromSeconds(10 * _chance.Next());
        if (_asked is { IsOver: true })
            Take(now, served);
        if (_asked is null && now >= _nextAt)
            _asked = send(Session);
    }

    private void Take(DateTimeOffset now, Action<int, string> served)
    {
        if (_asked!.Answer is Relayed relayed)
        {
            served(Session, relayed.Backend.Id);
            Prompt += 500 + (int)(2500 * _chance.Next());
            _turn++;
        }
        else
            Unanswered++;
        if (_turn == TurnsOfSession)
            (_session, _turn, Prompt) = (_session + 1, 0, FirstPrompt);
        (_asked, _nextAt) = (null, now + TimeSpan.FromSeconds(1 + (9 * _chance.Next())));
    }
}
