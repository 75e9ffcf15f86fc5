using Sidecar.Domain.Backends;
using Sidecar.Domain.Usage;

namespace Sidecar.Upstream;

/// <summary>What a client gets instead of an answer's body that is in another dialect.</summary>
/// <param name="How">How its request was translated.</param>
/// <param name="Events">For a stream: writes the client's events in place of the upstream's; null if there is a document.</param>
/// <param name="Document">The whole body.</param>
internal sealed record TranslatedBody(Translations How, IEventRewriter? Events, ReadOnlyMemory<byte> Document = default);
