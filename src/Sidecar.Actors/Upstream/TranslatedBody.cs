using Sidecar.Domain.Backends;
using Sidecar.Domain.Usage;

namespace Sidecar.Upstream;

/// <summary>What a client is given in the place of an answer's body, which is in another dialect than its own.</summary>
/// <param name="How">How its request was carried over.</param>
/// <param name="Events">Of a stream: writes the client's events in the place of the upstream's; null where there is a document.</param>
/// <param name="Document">The whole body.</param>
internal sealed record TranslatedBody(Translations How, IEventRewriter? Events, ReadOnlyMemory<byte> Document = default);
