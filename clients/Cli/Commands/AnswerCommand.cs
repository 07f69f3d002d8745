using System.CommandLine;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow answer JOB cancel|wait|move [PRINTER]</c>: what a user does about a stopped printer.</summary>
internal static class AnswerCommand
{
    private const string Move = "move";
    private static readonly string[] Answers = ["cancel", "wait", Move];

    public static Command Create()
    {
        var job = JobArgument.Create();
        var answer = new Argument<string>("answer") { Description = "cancel, wait or move." };
        answer.CompletionSources.Add(Answers);
        var printer = new Argument<string?>("printer") { Description = "For move: where it shall go.", Arity = ArgumentArity.ZeroOrOne };
        printer.CompletionSources.CompletePrinters();
        var command = new Command("answer", """
            Answers the question about a job whose printer stopped; 'ticketflow jobs' shows it.
            Examples: ticketflow answer 3f9a wait; ticketflow answer 3f9a move floor-3
            """) { job, answer, printer };
        command.Validators.Add(result =>
        {
            if (!Answers.Contains(result.GetValue(answer)))
            {
                result.AddError("The answer is cancel, wait or move.");
            }
            else if ((result.GetValue(answer) == Move) != (result.GetValue(printer) is not null))
            {
                result.AddError("'move' needs a printer, the other answers take none: ticketflow answer JOB move PRINTER");
            }
        });
        command.SetWishAction(job, parsed => (parsed.GetRequiredValue(answer), parsed.GetValue(printer)));
        return command;
    }
}
