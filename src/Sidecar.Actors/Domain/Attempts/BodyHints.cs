using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Attempts;

/// <summary>Collects from an error's body how long the backend wants no requests. Uncapped: the cap is part of the cooldown
/// policy.</summary>
/// <param name="now">The instant that times in the body are relative to.</param>
internal struct BodyHints(DateTimeOffset now)
{
    private const int MostHeaders = 32;

    private TimeSpan? _named;
    private TimeSpan? _worded;
    private Dictionary<string, string>? _headers;

    /// <summary>From a field of its own, else from headers that a gateway copied into the body, else from the message's text. Null:
    /// none.</summary>
    public readonly TimeSpan? RetryAfter => _named ?? OfHeaders() ?? _worded;

    /// <summary>Reads the field's value, a number or a text, if its name is one that names a time.</summary>
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

    // Discord's and Cloudflare's "retry_after", Google's "retryDelay", ChatGPT's "resets_in_seconds", and gateways' spellings of them.
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
