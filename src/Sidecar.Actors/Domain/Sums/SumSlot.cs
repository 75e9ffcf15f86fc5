namespace Sidecar.Domain.Sums;

/// <summary>The sums of one slot of time, split in each dimension. Its size is bounded, whatever names clients choose.</summary>
public sealed class SumSlot
{
    /// <summary>Stands for all labels beyond the most.</summary>
    public const string Rest = "*";

    /// <summary>Stands for what has no backend, model or client.</summary>
    public const string None = "";

    internal const int MostLabels = 64;
    private const int LongestLabel = 96;

    private readonly Dictionary<string, SumCell>[] _cells =
        [new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal)];

    public IReadOnlyDictionary<string, SumCell> By(SumDimension dimension) => _cells[(int)dimension];

    /// <summary>The sums of everything.</summary>
    public SumCell Total()
    {
        var total = new SumCell();
        foreach (var cell in _cells[0].Values)
            total.Add(cell);
        return total;
    }

    /// <summary>The cell of a label, made if there is none; that of <see cref="Rest"/> for a new label beyond the most.</summary>
    public SumCell Cell(SumDimension dimension, string? label)
    {
        var cells = _cells[(int)dimension];
        label ??= None;
        if (cells.TryGetValue(label, out var cell))
            return cell;
        if (label.Length > LongestLabel || (cells.Count >= MostLabels && label != Rest))
            return Cell(dimension, Rest);
        cells.Add(label, cell = new SumCell());
        return cell;
    }

    public void Add(SumSlot other)
    {
        for (var dimension = SumDimension.Backend; dimension <= SumDimension.Client; dimension++)
            foreach (var (label, cell) in other.By(dimension))
                Cell(dimension, label).Add(cell);
    }
}
