using System.Text;

namespace Sidecar.Domain.Sums;

/// <summary>A slot in its stored form: for each dimension its cells, for each cell its label and the values that are not
/// zero.</summary>
public static class SumSlotBytes
{
    private const byte Version = 1;

    /// <param name="slot">The slot.</param>
    /// <param name="mostLabels">How many labels of a dimension are kept, those with the most attempts; the others are added up as <see
    /// cref="SumSlot.Rest"/>.</param>
    public static byte[] Write(SumSlot slot, int mostLabels)
    {
        using var bytes = new MemoryStream(512);
        bytes.WriteByte(Version);
        for (var dimension = SumDimension.Backend; dimension <= SumDimension.Client; dimension++)
        {
            var cells = Largest(slot.By(dimension), mostLabels);
            Number(bytes, cells.Count);
            foreach (var (label, cell) in cells)
                Write(bytes, label, cell);
        }
        return bytes.ToArray();
    }

    /// <summary>Throws <see cref="InvalidDataException"/> if it is of a later version or no slot at all.</summary>
    public static SumSlot Read(ReadOnlySpan<byte> stored)
    {
        var reader = new SumReader(stored);
        if (reader.Byte() is var version && version != Version)
            throw new InvalidDataException($"the sums are in form {version}, which a later version wrote");
        var slot = new SumSlot();
        for (var dimension = SumDimension.Backend; dimension <= SumDimension.Client; dimension++)
            for (var cells = reader.Number(); cells > 0; cells--)
            {
                var cell = slot.Cell(dimension, reader.Text());
                var index = 0;
                for (var values = reader.Number(); values > 0; values--)
                {
                    index += (int)Math.Min(reader.Number(), SumCell.Size);
                    cell.AddAt(index, reader.Number());
                }
            }
        return slot;
    }

    private static void Write(MemoryStream bytes, string label, SumCell cell)
    {
        var text = Encoding.UTF8.GetBytes(label);
        Number(bytes, text.Length);
        bytes.Write(text);
        var values = cell.Values;
        Number(bytes, SumCell.Size - values.Count(0));
        var last = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] == 0)
                continue;
            Number(bytes, i - last);
            Number(bytes, values[i]);
            last = i;
        }
    }

    private static IReadOnlyCollection<KeyValuePair<string, SumCell>> Largest(IReadOnlyDictionary<string, SumCell> cells, int most)
    {
        if (cells.Count <= most)
            return cells;
        var kept = cells.Where(cell => cell.Key != SumSlot.Rest)
            .OrderByDescending(cell => Math.Max(cell.Value[Measure.Attempts], cell.Value.Requests))
            .ThenBy(cell => cell.Key, StringComparer.Ordinal).Take(most - 1).ToList();
        var rest = new SumCell();
        foreach (var (_, cell) in cells.Where(cell => !kept.Exists(one => one.Key == cell.Key)))
            rest.Add(cell);
        kept.Add(KeyValuePair.Create(SumSlot.Rest, rest));
        return kept;
    }

    // Values are never negative.
    private static void Number(MemoryStream bytes, long value)
    {
        for (var left = (ulong)value; ; left >>= 7)
        {
            if (left < 0x80)
            {
                bytes.WriteByte((byte)left);
                return;
            }
            bytes.WriteByte((byte)(left | 0x80));
        }
    }
}
