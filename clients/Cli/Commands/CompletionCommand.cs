using System.CommandLine;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow completion bash|zsh|pwsh</c>: a script that asks the command itself, so it never grows old.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _ticketflow() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(ticketflow "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _ticketflow ticketflow
        """;

    private const string Zsh = """
        #compdef ticketflow
        _ticketflow() {
            local -a found
            found=("${(@f)$(ticketflow "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
        }
        compdef _ticketflow ticketflow
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName ticketflow -ScriptBlock {
            param($word, $line, $position)
            ticketflow "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        var command = new Command("completion", """
            Prints a completion script. Examples: source <(ticketflow completion bash)
            ticketflow completion zsh > ~/.zfunc/_ticketflow; ticketflow completion pwsh >> $PROFILE
            """) { shell };
        command.SetAction(parsed => Console.WriteLine(parsed.GetValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => PowerShell,
        }));
        return command;
    }
}
