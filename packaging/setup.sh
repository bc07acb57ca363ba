# What `start` and `test` have in common: Debian's packages, uv, and the environment in .venv.
#
# Sourced, not run, with the repository as the current folder. It may be run again at any time: what is there is left
# alone, so that the second start needs neither the network nor anybody's password. Nothing is installed into the
# system's Python: uv lies in .cache/uv-tool and everything else in .venv, and both folders may be deleted.

PACKAGES=packaging/debian-packages.txt
UV_FOLDER=.cache/uv-tool
UV_WANTED='uv>=0.9,<1'

say() {
    printf 'palimpsest: %s\n' "$*" >&2
}

give_up() {
    say "$*"
    exit 1
}

# Prints the path of the first Python that is new enough: its own name for itself, since uv would take another name of
# the same Python (a link, a shim) for another Python and make .venv anew.
find_python() {
    for candidate in python3 python3.11 python3.12 python3.13 python3.14; do
        "$candidate" -c 'import sys; sys.version_info < (3, 11) and sys.exit(1); print(sys._base_executable)' \
            2>/dev/null && return
    done
    return 1
}

# Whether the thing of one line of the list is there. Debian is asked last: the same library may have another package
# name in another release, or have been installed without Debian.
is_there() {
    package=$1 found=$2
    case $found in
        library:*) PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep -qF "${found#library:} " && return ;;
        command:*) command -v "${found#command:}" >/dev/null && return ;;
        module:*) "$PYTHON" -c "import ${found#module:}" 2>/dev/null && return ;;
        font:*) [ -n "$(fc-list 2>/dev/null | head -n 1)" ] && return ;;
    esac
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ]
}

# Prints the missing packages, one a line, for `start` or for `start test`.
missing_packages() {
    while read -r when package found why; do
        case " $* " in
            *" $when "*) is_there "$package" "$found" || printf '%s\n' "$package" ;;
        esac
    done < "$PACKAGES"
}

reason() {
    while read -r when package found why; do
        [ "$package" = "$1" ] && printf '%s' "$why" && return
    done < "$PACKAGES"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# Installs what is missing. When that is not possible it says so and goes on: the program names a library it cannot
# find, and most tests need none of them.
install_packages() {
    missing=$(missing_packages "$@" | tr '\n' ' ')
    missing=${missing% }
    [ -n "$missing" ] || return 0
    say "these Debian packages are missing:"
    for package in $missing; do
        printf '    %-20s %s\n' "$package" "$(reason "$package")" >&2
    done
    if ! command -v apt-get >/dev/null; then
        say "this system has no apt-get; please install their counterparts. Going on without them."
    elif [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        say "neither root nor sudo here; please have them installed with: apt-get install $missing"
        say "going on without them."
    else
        say "installing them with apt-get."
        # The index is fetched only when it is too old or not there, which a failure tells.
        # shellcheck disable=SC2086  # a list of names
        as_root apt-get install -y -q --no-install-recommends $missing >&2 ||
            { as_root apt-get update -q >&2 && as_root apt-get install -y -q --no-install-recommends $missing >&2; } ||
            say "apt-get could not install them; going on without them."
    fi
}

# With --target pip leaves the system's Python alone, so Debian's guard against installing into it does not apply.
get_uv() {
    [ -x "$UV_FOLDER/bin/uv" ] && return
    say "fetching uv into $UV_FOLDER."
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
        --upgrade --target "$UV_FOLDER" "$UV_WANTED" >&2 ||
        give_up "uv could not be fetched. Is there a network, and pip for $PYTHON? Nothing was changed."
}

# Makes .venv what uv.lock says, unless it was made so already. Compiled at once: where the environment forbids Python
# to write its compiled files, every start would compile again, for seconds.
sync_environment() {
    made=.venv/made-from
    want="$(cksum uv.lock pyproject.toml) $*"
    if [ ! -x .venv/bin/palimpsest ] || [ "$(cat $made 2>/dev/null)" != "$want" ]; then
        get_uv
        say "making .venv from uv.lock."
        UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never "$UV_FOLDER/bin/uv" sync --quiet --frozen --compile-bytecode \
            --python "$PYTHON" "$@" >&2 ||
            give_up "the environment could not be made. The lines above say why; running this again goes on from here."
        printf '%s\n' "$want" > $made
    fi
    .venv/bin/python -m compileall -q editor
}

PYTHON=$(find_python) || give_up "Python 3.11 or newer is needed, and was not found on the path."
