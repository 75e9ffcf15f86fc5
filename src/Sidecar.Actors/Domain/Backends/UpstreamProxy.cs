namespace Sidecar.Domain.Backends;

/// <summary>The proxy through which a backend is reached. It prints without user and password.</summary>
/// <param name="Address"><c>http://</c> or <c>socks5://</c>, without user and password.</param>
/// <param name="User">Empty: the proxy needs none.</param>
public sealed record UpstreamProxy(Uri Address, string User, ApiKey? Password)
{
    public bool Equals(UpstreamProxy? other) =>
        other is not null && Address == other.Address && User == other.User && Password?.Reveal() == other.Password?.Reveal();

    public override int GetHashCode() => HashCode.Combine(Address, User);

    public override string ToString() => Address.GetLeftPart(UriPartial.Authority);
}
