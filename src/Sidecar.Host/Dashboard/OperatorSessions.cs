using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Sidecar.Host.Dashboard;

/// <summary>The sessions of signed-in operators, kept here and not in their cookies: signing out ends the session everywhere, even where
/// the cookie was copied, and open pages lose their connection.</summary>
internal sealed class OperatorSessions(TimeProvider time) : ITicketStore
{
    private const string IdClaim = "sidecar-session";

    // Creating a session needs the admin token. The oldest session is dropped for a new one.
    private const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    private sealed record Session(AuthenticationTicket Ticket, DateTimeOffset Seen, CancellationTokenSource Ended);

    /// <summary>A unique id for a session.</summary>
    public static Claim NewId() => new(IdClaim, NewKey());

    /// <summary>Cancelled when the visitor's session ends; already cancelled if there is none.</summary>
    public CancellationToken EndOf(ClaimsPrincipal visitor)
    {
        var id = visitor.FindFirst(IdClaim)?.Value;
        lock (_lock)
            foreach (var session in _sessions.Values)
                if (session.Ticket.Principal.FindFirst(IdClaim)?.Value == id)
                    return session.Ended.Token;
        return new CancellationToken(canceled: true);
    }

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = NewKey();
        lock (_lock)
        {
            foreach (var old in _sessions.Where(held => held.Value.Ticket.Properties.ExpiresUtc < time.GetUtcNow()).Select(held => held.Key)
                .ToList())
                End(old);
            if (_sessions.Count >= Most)
                End(_sessions.MinBy(held => held.Value.Seen).Key);
            _sessions[key] = new Session(ticket, time.GetUtcNow(), new CancellationTokenSource());
        }
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        lock (_lock)
            // A request that was already running must not revive a session that has ended.
            if (_sessions.TryGetValue(key, out var session))
                _sessions[key] = session with { Ticket = ticket, Seen = time.GetUtcNow() };
        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        lock (_lock)
            return Task.FromResult(_sessions.GetValueOrDefault(key)?.Ticket);
    }

    public Task RemoveAsync(string key)
    {
        lock (_lock)
            End(key);
        return Task.CompletedTask;
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private void End(string key)
    {
        // Not disposed, because a page's connection may be about to use its token.
        if (_sessions.Remove(key, out var session))
            ThreadPool.UnsafeQueueUserWorkItem(static ended => ended.Cancel(), session.Ended, preferLocal: false);
    }
}
