using Sidecar.Host.Configuration.Schema;

namespace Sidecar.Host.Configuration;

/// <summary>Suggests the known word that a misspelt one most likely means.</summary>
internal static class SpellingSuggestion
{
    /// <summary>A sentence to append to a fault, with a leading space, or an empty text.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var wanted = KeyNames.Normalize(word);
        // No key is longer, and a long pasted text should not be compared letter by letter.
        if (wanted.Length > 64)
            return "";
        var best = known
            .Select(k => (Word: k, Distance: Distance(wanted, KeyNames.Normalize(k))))
            .OrderBy(x => x.Distance)
            .FirstOrDefault((Word: "", Distance: int.MaxValue));
        return best.Distance <= Math.Max(1, best.Word.Length / 3) ? $" (did you mean {best.Word}?)" : "";
    }

    /// <summary>The number of letters to insert, remove, replace or swap with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        var distances = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i, j] = i + j;
                    continue;
                }
                var replaced = distances[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                var best = Math.Min(replaced, 1 + Math.Min(distances[i - 1, j], distances[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    best = Math.Min(best, distances[i - 2, j - 2] + 1);
                distances[i, j] = best;
            }
        }
        return distances[left.Length, right.Length];
    }
}
