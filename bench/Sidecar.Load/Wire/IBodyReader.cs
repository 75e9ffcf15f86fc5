namespace Sidecar.Load.Wire;

/// <summary>Receives a response's body as it arrives, without its framing.</summary>
internal interface IBodyReader
{
    void Read(ReadOnlySpan<byte> bytes);
}
