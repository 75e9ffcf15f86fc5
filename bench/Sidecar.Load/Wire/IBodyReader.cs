namespace Sidecar.Load.Wire;

/// <summary>Takes a response's body as it arrives, freed of its framing.</summary>
internal interface IBodyReader
{
    void Read(ReadOnlySpan<byte> bytes);
}
