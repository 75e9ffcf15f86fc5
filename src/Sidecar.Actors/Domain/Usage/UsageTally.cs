namespace Sidecar.Domain.Usage;

/// <summary>Where in a document a usage object was found.</summary>
internal enum UsagePlace
{
    /// <summary>At the top level, or inside <c>response</c>, <c>message</c> or <c>x_groq</c>.</summary>
    Document,

    /// <summary>Inside one of <c>choices</c>.</summary>
    Choice,
}

/// <summary>Combines the usage objects of one body, which is a single document or a stream of them.</summary>
internal struct UsageTally
{
    private UsageFields _document;
    private UsageFields _choices;
    private bool _choicesStale;

    /// <summary>Choices are summed within one document; those of a later document replace them.</summary>
    public void StartDocument() => _choicesStale = true;

    public void Add(UsagePlace place, ReadOnlySpan<byte> json)
    {
        if (!UsageFieldsReader.TryRead(json, out var fields))
            return;
        if (place == UsagePlace.Document)
        {
            _document = fields.SpeaksOfPromptAndCompletion ? _document.ReplacedBy(fields) : _document.OverlaidBy(fields);
            return;
        }

        if (_choicesStale && fields.IsNothing && !_choices.IsNothing)
            return;
        _choices = _choicesStale ? fields : _choices.Plus(fields);
        _choicesStale = false;
    }

    /// <summary>The document's own usage; if that reports neither prompt nor completion, the sum over its choices.</summary>
    public readonly TokenUsage ToUsage()
    {
        var own = _document.ToUsage();
        if (_document.TellsParts)
            return own;
        var choices = _choices.ToUsage();
        return choices.IsKnown ? choices : own;
    }
}
