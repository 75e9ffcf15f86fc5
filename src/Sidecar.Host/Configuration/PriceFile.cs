using Sidecar.Domain.Usage;

namespace Sidecar.Host.Configuration;

/// <summary>Reads the price list that <c>prices.file</c> names.</summary>
internal static class PriceFile
{
    // LiteLLM's list of some 2,500 models has 1.5 MB.
    private const int Largest = 64 << 20;

    public static PriceList Read(string file, out string fault)
    {
        fault = "";
        if (file.Length == 0)
            return PriceList.None;
        try
        {
            if (new FileInfo(file).Length > Largest)
                throw new FormatException("larger than 64 MiB");
            return PriceList.Read(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"'{file}' cannot be read: {e.Message}";
        }
        catch (FormatException e)
        {
            fault = $"'{file}' is not a price list in LiteLLM's or OpenRouter's format: {e.Message}";
        }
        return PriceList.None;
    }
}
