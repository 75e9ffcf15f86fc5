using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Attempts;

/// <summary>Gathers from an error's body how long its backend asks to be left alone. No cap here: that is the cooldown policy's.</summary>
/// <param name="now">What instants are relative to.</param>
internal struct BodyHints(DateTimeOffset now)
{
    private const int MostHeaders = 32;

    private TimeSpan? _named;
    private TimeSpan? _worded;
    private Dictionary<string, string>? _headers;

    /// <summary>A field of its own, else the headers that a gateway passed on in the body, else the message's words. Null: none.</summary>
    public readonly TimeSpan? RetryAfter => _named ?? OfHeaders() ?? _worded;

    /// <summary>Reads the field's value if its name is one that names a time. Numbers and texts alike.</summary>
    public bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var isMilliseconds = false;
        if (!IsSpan(name, ref isMilliseconds) && !IsInstant(name))
            return false;
        var text = Encoding.UTF8.GetString(value);
        _named ??= isMilliseconds && ResetValue.TryNumber(text, out var milliseconds)
            ? ResetValue.FromSeconds(milliseconds / 1000)
            : ResetValue.Read(text, now);
        return true;
    }

    public void AddHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _headers ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (_headers.Count < MostHeaders)
            _headers.TryAdd(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value));
    }

    /// <param name="text">In lower case.</param>
    public void AddText(ReadOnlySpan<byte> text) => _worded ??= RetryWords.Read(text);

    private readonly TimeSpan? OfHeaders()
    {
        var headers = _headers;
        return headers is null ? null : RetryHints.Read(name => headers.GetValueOrDefault(name), headers.Keys, now);
    }

    // Discord's and Cloudflare's "retry_after", Google's "retryDelay", ChatGPT's "resets_in_seconds", and how gateways spell them.
    private static bool IsSpan(ReadOnlySpan<byte> name, ref bool isMilliseconds)
    {
        isMilliseconds = name.EndsWith("_ms"u8) || name.EndsWith("-ms"u8) || name.EndsWith("Ms"u8);
        return name.StartsWith("retry_after"u8) || name.StartsWith("retry-after"u8) || name.StartsWith("retryAfter"u8)
            || name.StartsWith("retryDelay"u8) || name.StartsWith("retry_delay"u8) || name.StartsWith("retry_in"u8)
            || name.StartsWith("resets_in"u8) || name.StartsWith("resetsIn"u8) || name.StartsWith("reset_in"u8)
            || name.StartsWith("reset_after"u8);
    }

    private static bool IsInstant(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("resets_at"u8) || name.SequenceEqual("reset_at"u8)
        || name.SequenceEqual("resetsAt"u8) || name.SequenceEqual("resetAt"u8)
        || name.SequenceEqual("reset_time"u8) || name.SequenceEqual("resetTime"u8);
}
