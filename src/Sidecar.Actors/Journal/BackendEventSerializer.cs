using Akka.Actor;
using Akka.Serialization;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Definitions;

namespace Sidecar.Journal;

/// <summary>Connects Akka to the stored forms: each kind has its codec, chosen by type when writing and by manifest when
/// reading.</summary>
public sealed class BackendEventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Stored with every event: must never change.</summary>
    public const int FixedIdentifier = 7101;

    public override int Identifier => FixedIdentifier;

    public override string Manifest(object o) => o switch
    {
        IBackendEvent happened => BackendEventManifests.Of(happened),
        IDefinitionEvent happened => DefinitionEventManifests.Of(happened),
        BackendState => BackendStateCodec.Manifest,
        _ => throw Unknown(o),
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        IBackendEvent happened => BackendEventCodec.Write(happened).Bytes,
        IDefinitionEvent happened => DefinitionEventCodec.Write(happened).Bytes,
        BackendState state => BackendStateCodec.Write(state),
        _ => throw Unknown(obj),
    };

    public override object FromBinary(byte[] bytes, string manifest) =>
        manifest == BackendStateCodec.Manifest ? BackendStateCodec.Read(bytes)
        : DefinitionEventManifests.Knows(manifest) ? DefinitionEventCodec.Read(manifest, bytes)
        : BackendEventCodec.Read(manifest, bytes);

    private static ArgumentException Unknown(object o) => new($"The journal has no stored form for {o.GetType()}.", nameof(o));
}
