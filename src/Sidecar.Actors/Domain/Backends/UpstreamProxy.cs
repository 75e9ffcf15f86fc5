namespace Sidecar.Domain.Backends;

/// <summary>The proxy that a backend is reached through. It prints without user and password.</summary>
/// <param name="Address"><c>http://</c> or <c>socks5://</c>, without user and password.</param>
/// <param name="User">Empty: the proxy asks for none.</param>
public sealed record UpstreamProxy(Uri Address, string User, ApiKey? Password)
{
    public bool Equals(UpstreamProxy? other) =>
        other is not null && Address == other.Address && User == other.User && Password?.Reveal() == other.Password?.Reveal();

    public override int GetHashCode() => HashCode.Combine(Address, User);

    public override string ToString() => Address.GetLeftPart(UriPartial.Authority);
}
