// Starts the pages' live connection, and says what becomes of a page that loses it: it goes on where the server still knows it,
// is loaded anew where the server does not (it was started again), and leads to the sign-in where the session is over.
(() => {
  const lost = document.getElementById('components-reconnect-modal');
  const pause = 1500;
  let isLost = false;

  const state = async () => {
    try {
      const answer = await fetch('/dashboard/session', { redirect: 'manual', cache: 'no-store' });
      return answer.ok ? 'here' : answer.status >= 500 ? 'away' : 'over';
    } catch {
      return 'away';
    }
  };

  const comeBack = async () => {
    while (isLost) {
      switch (await state()) {
        case 'here':
          try {
            if (await Blazor.reconnect())
              return;
          } catch {
          }
          location.reload();
          return;
        case 'over':
          location.reload();
          return;
      }
      await new Promise(resolve => setTimeout(resolve, pause));
    }
  };

  Blazor.start({
    circuit: {
      reconnectionHandler: {
        onConnectionDown: () => {
          isLost = true;
          lost?.classList.add('components-reconnect-show');
          comeBack();
        },
        onConnectionUp: () => {
          isLost = false;
          lost?.classList.remove('components-reconnect-show');
        }
      }
    }
  });
})();
