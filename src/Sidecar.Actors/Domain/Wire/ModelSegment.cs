namespace Sidecar.Domain.Wire;

/// <summary>
/// A model's name as one segment of a path. The client chooses the name, so it must not lead out of the backend's base URL, however often
/// it is decoded.
/// </summary>
internal static class ModelSegment
{
    public static bool TryEncode(string model, out string segment)
    {
        segment = "";
        if (model.Length == 0)
            return false;
        for (var decoded = model; ;)
        {
            if (decoded.Split('/', '\\').Any(part => part is "." or ".."))
                return false;
            var next = Uri.UnescapeDataString(decoded);
            if (next == decoded)
                break;
            decoded = next;
        }
        segment = Uri.EscapeDataString(model);
        return true;
    }
}
