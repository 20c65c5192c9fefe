using System.Text;

namespace Microkernel.Import.Sources;

/// <summary>
/// Reads sections in braces with statements of words, as drbd.conf(5) (statements end in ';') and multipath.conf(5)
/// (they end with the line) have them. The result has one root that stands for the file.
/// </summary>
internal sealed class StatementTreeReader
{
    private const int DepthMax = 16;
    private const int TokensMax = 2_000_000;

    private readonly WordScanner _scanner;
    private readonly bool _linesEnd;
    private readonly Func<SourceElement, string, bool> _belongsTo;
    private readonly List<SourceComment> _comments = [];
    private readonly List<(string Text, int Line, int Column)> _words = [];
    private readonly Stack<SourceElement> _open = new();
    private SourceElement? _reopened;

    private StatementTreeReader(string text, bool linesEnd, Func<SourceElement, string, bool> belongsTo)
    {
        _scanner = new WordScanner(text, linesEnd);
        _linesEnd = linesEnd;
        _belongsTo = belongsTo;
    }

    /// <summary>Reads the whole content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="rootName">Name of the root.</param>
    /// <param name="linesEnd">Whether a line ends a statement, rather than a semicolon.</param>
    /// <param name="belongsTo">Whether a section of a name, found beside the last section, was meant to be in it: a
    /// brace too early is read over and told (<see cref="SourceElement.Oddity"/>).</param>
    /// <exception cref="DamagedSourceException">Braces do not match, a statement or a text does not end.</exception>
    public static SourceElement Read(
        ReadOnlyMemory<byte> content,
        string rootName,
        bool linesEnd,
        Func<SourceElement, string, bool>? belongsTo = null)
    {
        var reader = new StatementTreeReader(SourceText.Decode(content), linesEnd, belongsTo ?? ((_, _) => false));
        return reader.Read(new SourceElement(rootName, 1, 1, SourceStyle.Statements) { IsHandled = true });
    }

    private SourceElement Read(SourceElement root)
    {
        _open.Push(root);
        for (var count = 0; _scanner.Next(_comments) is { } token; count++)
        {
            if (count > TokensMax)
            {
                throw new DamagedSourceException($"More than {TokensMax} words", token.Line, token.Column);
            }

            Take(token);
        }

        EndStatement(root: true);
        if (_open.Count > 1 && _open.Peek() != _reopened)
        {
            var section = _open.Peek();
            throw new DamagedSourceException(
                $"The section {section.Title} of line {section.Line} is not closed", _scanner.Line, _scanner.Column);
        }

        root.Add(_comments);
        return root;
    }

    private void Take(WordToken token)
    {
        switch (token.Kind)
        {
            case WordKind.Word:
                _words.Add((token.Text, token.Line, token.Column));
                break;
            case WordKind.End when _linesEnd:
                EndStatement(root: false);
                break;
            case WordKind.End when _words.Count == 0:
                break;
            case WordKind.End:
                AddStatement();
                break;
            case WordKind.Open:
                OpenSection(token);
                break;
            case WordKind.Close:
                CloseSection(token);
                break;
        }
    }

    private void EndStatement(bool root)
    {
        if (_words.Count > 0 && root && !_linesEnd)
        {
            var (text, line, column) = _words[0];
            throw new DamagedSourceException($"The statement {text} does not end in ';'", line, column);
        }

        if (_words.Count > 0)
        {
            AddStatement();
        }
    }

    private void AddStatement()
    {
        var owner = _open.Peek();
        var (name, line, column) = _words[0];
        owner.Add(new SourceAttribute(owner, name, Join(1), line, column));
        _words.Clear();
    }

    private void OpenSection(WordToken token)
    {
        if (_words.Count == 0)
        {
            throw new DamagedSourceException("A section without a name", token.Line, token.Column);
        }

        if (_open.Count > DepthMax)
        {
            throw new DamagedSourceException($"Nested more than {DepthMax} deep", token.Line, token.Column);
        }

        var (name, line, column) = _words[0];
        var section = new SourceElement(name, line, column, SourceStyle.Statements) { Label = Join(1) };
        if (_open.Count == 1 && _open.Peek().Children is [.., var last] && _belongsTo(last, name))
        {
            section.Oddity = $"it stands outside of {last.Title}, which a brace closed too early; it is read as a part"
                + " of it. The tool itself refuses the file like this";
            _open.Push(_reopened = last);
        }

        section.Add(_comments);
        _comments.Clear();
        _open.Peek().Add(section);
        _open.Push(section);
        _words.Clear();
    }

    private void CloseSection(WordToken token)
    {
        if (_words.Count > 0 && !_linesEnd)
        {
            var (text, line, column) = _words[0];
            throw new DamagedSourceException($"The statement {text} does not end in ';'", line, column);
        }

        EndStatement(root: false);
        if (_open.Count == 1)
        {
            throw new DamagedSourceException("There is no section to close", token.Line, token.Column);
        }

        _open.Pop().Add(_comments);
        _comments.Clear();
    }

    private string Join(int from)
    {
        var text = new StringBuilder();
        for (var i = from; i < _words.Count; i++)
        {
            text.Append(i > from ? " " : string.Empty).Append(_words[i].Text);
        }

        return text.ToString();
    }
}
