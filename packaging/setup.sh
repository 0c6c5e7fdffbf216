# Sets up what ./run and ./test need; both source it with $here set to the checkout.
#
#   set_up_python requirements       .venv with the pinned parts; installs only when the pins changed
#   set_up_system "$names"           system libraries: looked for by trying, apt-get as root if missing
#   as_checkout                      from here on Python finds the program in the checkout
#
# Each says in a line what it does, and nothing when there is nothing to do. Every name set here is
# set in ./run and ./test too, since sh knows no others: a test sees to it that none is used twice.

venv=$here/.venv
python=$venv/bin/python
log=$here/.cache/setup.log

window_parts="libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
    fonts-dejavu-core fonts-droid-fallback libzbar0"
test_parts="$window_parts xvfb xauth"

say() { printf 'triage: %s\n' "$*" >&2; }

give_up() {
    say "$*"
    exit 3
}

as_checkout() {
    PYTHONPATH=$here${PYTHONPATH:+:$PYTHONPATH}
    export PYTHONPATH
}

as_root() { [ "$(id -u)" = 0 ]; }

# --- Python -------------------------------------------------------------------------------------

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        candidate=$(command -v "$candidate") || continue
        case $candidate in "$venv"/*) continue ;; esac # an activated .venv is not what makes it
        if fits "$candidate"; then
            printf '%s' "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    rm -rf "$venv"
    if command -v uv >/dev/null && uv venv --quiet --python '>=3.11' "$venv" 2>>"$log"; then
        return
    fi
    if ! base_python=$(find_python); then
        as_root && apt_install python3 && base_python=$(find_python) ||
            give_up "Python 3.11 or newer is needed; install it (Debian: apt-get install python3), then start again."
    fi
    # Where the distribution left ensurepip out this fails and leaves half a venv.
    "$base_python" -m venv "$venv" >>"$log" 2>&1 && [ -x "$venv/bin/pip" ] && return
    rm -rf "$venv"
    "$base_python" -m venv --without-pip "$venv" >>"$log" 2>&1 ||
        give_up "no virtual environment could be made in $venv; see $log."
    "$base_python" -m pip --version >/dev/null 2>&1 && return
    as_root && apt_install python3-pip ||
        give_up "pip or uv is needed; install one (Debian: apt-get install python3-pip), then start again."
}

# --no-deps: the pins are whole, nothing is left to resolve. Else pip asks the registry for what a
# part wants with an extra (coverage[toml]) and fails on the day a newer one than the pin is there.
install_pins() {
    if command -v uv >/dev/null; then
        uv pip install --quiet --python "$python" --no-deps --require-hashes -r "$1"
    elif [ -x "$venv/bin/pip" ]; then
        "$python" -m pip install --quiet --no-compile --disable-pip-version-check \
            --no-deps --require-hashes -r "$1"
    else
        "$(find_python)" -m pip --python "$python" install --quiet --no-compile \
            --disable-pip-version-check --no-deps --require-hashes -r "$1"
    fi
}

pins_sum() { cksum <"$here/packaging/$1.txt"; }

installed() {
    [ "$(cat "$venv/.installed-$1" 2>/dev/null)" = "$(pins_sum "$1")" ] && [ -x "$python" ]
}

set_up_python() {
    installed "$1" && return
    mkdir -p "$here/.cache" && : >"$log"
    if ! { [ -x "$python" ] && fits "$python"; }; then
        say "first start: making .venv and fetching about 250 MB of parts; this takes a minute or two"
        make_venv
    else
        say "the pinned parts changed: fetching what is new"
    fi
    install_pins "$here/packaging/$1.txt" 2>>"$log" || {
        tail -n 5 "$log" >&2
        give_up "the parts of packaging/$1.txt could not be installed; see $log. Check the network, then start again."
    }
    # requirements-dev.txt holds every pin of requirements.txt.
    pins_sum requirements >"$venv/.installed-requirements"
    pins_sum "$1" >"$venv/.installed-$1"
    rm -f "$log"
}

# --- System libraries ---------------------------------------------------------------------------

apt_install() {
    command -v apt-get >/dev/null || return 1
    say "installing with apt-get: $*"
    set -- apt-get install -y -qq --no-install-recommends "$@"
    mkdir -p "$here/.cache"
    {
        ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || apt-get update -qq
        DEBIAN_FRONTEND=noninteractive "$@" || {
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive "$@"
        }
    } </dev/null >>"$log" 2>&1
}

missing_of() {
    # shellcheck disable=SC2086
    "$python" "$here/packaging/missing_parts.py" $1
}

set_up_system() {
    [ "$(uname -s)" = Linux ] || return 0
    stamp=$venv/.system-parts
    # shellcheck disable=SC2086
    wanted=$(printf '%s ' $1)
    case "$(cat "$stamp" 2>/dev/null)" in *"$wanted"*) return 0 ;; esac
    missing=$(missing_of "$wanted")
    if [ -n "$missing" ] && as_root; then
        # shellcheck disable=SC2086
        apt_install $missing || { [ ! -f "$log" ] || tail -n 5 "$log" >&2; }
        missing=$(missing_of "$wanted")
    fi
    if [ -z "$missing" ]; then
        printf '%s\n' "$wanted" >"$stamp"
        rm -f "$log"
    else
        say "not on this machine (Debian's names): $missing"
        say "going on without; the window may not open, and what needs them says so. As root: apt-get install" $missing
    fi
}
