namespace Sidecar.Domain.Routing;

/// <summary>Decides which waiting client's turn it is: the one served longest ago.</summary>
/// <remarks>Reset whenever nobody waits, because then no client is at a disadvantage.</remarks>
internal sealed class WaitingTurns
{
    private readonly Dictionary<string, Turn> _clients = new(StringComparer.Ordinal);
    private long _served;

    public Turn Of(string client)
    {
        if (!_clients.TryGetValue(client, out var turn))
            _clients.Add(client, turn = new Turn());
        return turn;
    }

    public void Serve(string client) => Of(client).Served = ++_served;

    public void Forget() => _clients.Clear();

    /// <summary>The turn of one client.</summary>
    internal sealed class Turn
    {
        /// <summary>Grows with each waiter that is served; 0: this client was not served yet.</summary>
        public long Served { get; set; }

        /// <summary>How many of this client's waiters are trying a backend now.</summary>
        public int Trying { get; set; }
    }
}
