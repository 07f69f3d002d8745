using Spectre.Console;
using TicketFlow.Cli.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Output;

/// <summary>Patent steps 7-4 to 7-12 on a terminal: the printer stopped; cancel, move or wait.</summary>
internal static class StoppedPrinterDialogue
{
    /// <summary>Asks until there is an answer that the server took, or nothing to answer any more.</summary>
    public static async Task AskAsync(AgentClient agent, JobChanges changes, CancellationToken cancellationToken)
    {
        while (changes.Asks)
        {
            var question = changes.Current.Question!;
            if (await ChooseAsync(changes, Choices(question), question.Text, cancellationToken) is not { } chosen)
            {
                continue;
            }

            try
            {
                await agent.WishAsync(changes.Current.Key, chosen.Wish, chosen.Printer, cancellationToken);
                return;
            }
            catch (AgentException e)
            {
                // A refused move asks again (7-13).
                AnsiConsole.WriteLine($"{e.Message}{Sentences.Alternatives(e.Alternatives)}");
            }
        }
    }

    /// <summary>Null when the job changed before the user chose.</summary>
    private static async Task<Choice?> ChooseAsync(
        JobChanges changes, IEnumerable<Choice> choices, string title, CancellationToken cancellationToken)
    {
        using var changed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var prompt = new SelectionPrompt<Choice> { Title = Markup.Escape(title), Converter = choice => Markup.Escape(choice.Text) }
            .AddChoices(choices)
            .ShowAsync(AnsiConsole.Console, changed.Token);
        if (await Task.WhenAny(prompt, changes.Arrival) == prompt)
        {
            return await prompt;
        }

        await changes.NextAsync();
        if (changes.Asks)
        {
            return await prompt;
        }

        await changed.CancelAsync();
        return null;
    }

    private static IEnumerable<Choice> Choices(LocalQuestion question) =>
    [
        new Choice("Wait: it goes on by itself when the printer works again", "wait", null),
        .. (question.Alternatives ?? []).Select(a => new Choice("Move to " + Sentences.Alternative(a), "move", a.Printer)),
        new Choice("Cancel the job", "cancel", null),
    ];

    private sealed record Choice(string Text, string Wish, string? Printer);
}
