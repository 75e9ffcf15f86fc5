namespace Sidecar.Host.Audit.Verifying;

/// <summary>What a verification checked and found, the first difference first.</summary>
public sealed class VerifyReport
{
    private readonly List<Checked> _checked = [];
    private readonly List<Difference> _differences = [];

    public IReadOnlyList<Checked> Checked => _checked;

    public IReadOnlyList<Difference> Differences => _differences;

    public void Add(Checked part) => _checked.Add(part);

    public void Add(Difference? difference)
    {
        if (difference is not null)
            _differences.Add(difference);
    }
}
