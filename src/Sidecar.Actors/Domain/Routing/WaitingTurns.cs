namespace Sidecar.Domain.Routing;

/// <summary>Whose turn it is among clients that wait: who was served longest ago.</summary>
/// <remarks>Forgotten whenever nobody waits, for then nobody is behind.</remarks>
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

    /// <summary>One client's.</summary>
    internal sealed class Turn
    {
        /// <summary>Grows with each who is served; 0: none of this client's was yet.</summary>
        public long Served { get; set; }

        /// <summary>Of this client's, how many try a backend now.</summary>
        public int Trying { get; set; }
    }
}
